package io.crossfade.cli.process;

import io.crossfade.engine.Control;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.RemoteControl;
import io.crossfade.server.RemotePlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A migration that is asked about at a server.
///
/// @param migration null where only the server was given
public record ServedMigration(@Nullable String migration, RemotePlace.AtServer server)
    implements Whereabouts {

  RemoteControl control() {
    return new RemoteControl(server, migration == null ? onlyOne() : migration, Asker.here());
  }

  /// Gives the server the manifest to carry out; once more changes nothing.
  public void begin(Path manifest) {
    var _ = RemoteControl.begin(server, text(manifest), Asker.here());
  }

  /// What is planned there; what would be, where nothing has begun.
  public Control.Plan plan(Path manifest) {
    try (RemoteControl control = control()) {
      return control.plan();
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.MIGRATION_UNKNOWN) {
        throw e;
      }
      return RemoteControl.plan(server, text(manifest), Asker.here());
    }
  }

  private static String text(Path manifest) {
    try {
      return Files.readString(manifest);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + manifest + ": " + e.getMessage(), e);
    }
  }

  private String onlyOne() {
    List<String> names = RemoteControl.migrations(server, Asker.here());
    if (names.size() != 1) {
      throw new CrossfadeException(
          ErrorCode.MIGRATION_UNKNOWN,
          names.isEmpty()
              ? "%s has no migration. Begin with `crossfade run MANIFEST --server %s`."
                  .formatted(server.name(), server.url())
              : "which migration? At %s are %s. Give its manifest or --migration NAME."
                  .formatted(server.name(), String.join(", ", names)));
    }
    return names.getFirst();
  }
}

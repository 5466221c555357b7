package io.crossfade.cli;

import io.crossfade.cli.process.Engine;
import io.crossfade.cli.process.ServedMigration;
import io.crossfade.cli.process.StateDirectory;
import io.crossfade.cli.process.Whereabouts;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which migration a verb is about.
final class Which {
  @ArgGroup(exclusive = true)
  private @Nullable Name name;

  @ArgGroup(exclusive = true)
  private @Nullable Place place;

  private static final class Name {
    @Parameters(
        paramLabel = "MANIFEST",
        description = "The migration's manifest. Not needed where only one has its state here.")
    private @Nullable Path manifest;

    @Option(
        names = "--migration",
        paramLabel = "NAME",
        description = "The migration's name, instead of its manifest.")
    private @Nullable String migration;
  }

  /// Null where it was not given.
  @Nullable Path manifest() {
    return name == null ? null : name.manifest;
  }

  Whereabouts where(Engine engine) {
    return Place.where(place, engine, manifest(), name == null ? null : name.migration);
  }

  /// For what is made of files of this machine.
  StateDirectory directory(Engine engine) {
    return switch (where(engine)) {
      case StateDirectory directory -> directory;
      case ServedMigration served ->
          throw new CrossfadeException(
              ErrorCode.PREFLIGHT_FAILED,
              "this is made of files that lie beside %s: give the command there, with its --state-dir"
                  .formatted(served.server().name()));
    };
  }
}

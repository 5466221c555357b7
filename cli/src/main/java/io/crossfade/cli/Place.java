package io.crossfade.cli;

import io.crossfade.cli.process.ServedMigration;
import io.crossfade.cli.process.StateDirectory;
import io.crossfade.cli.process.Whereabouts;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// Where a migration is asked about: in a directory of this machine, or at a server.
final class Place {
  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Where the migration's state lies. Default: ./.crossfade/<migration>.")
  private @Nullable Path stateDirectory;

  @ArgGroup(exclusive = false)
  private @Nullable ServerOptions server;

  /// Null where it was not given.
  static @Nullable Path stateDirectory(@Nullable Place given) {
    return given == null ? null : given.stateDirectory;
  }

  /// Null where none was given.
  static @Nullable ServerOptions server(@Nullable Place given) {
    return given == null ? null : given.server;
  }

  /// @param manifest null where it was not given, as the name
  static Whereabouts where(
      @Nullable Place given, Engine engine, @Nullable Path manifest, @Nullable String name) {
    String migration = manifest == null ? name : engine.migration(manifest);
    ServerOptions server = server(given);
    if (server != null) {
      return new ServedMigration(migration, server.place(engine));
    }
    StateDirectory directory = StateDirectory.find(migration, stateDirectory(given));
    return manifest == null ? directory : directory.with(engine.store(manifest));
  }
}

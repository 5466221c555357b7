package io.crossfade.cli;

import io.crossfade.cli.process.StateDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which migration a verb is about.
final class Which {
  @ArgGroup(exclusive = true)
  private @Nullable Name name;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Where the migration's state lies. Default: ./.crossfade/<migration>.")
  private @Nullable Path stateDirectory;

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

  StateDirectory directory(Engine engine) {
    if (name == null || name.manifest == null) {
      return StateDirectory.find(name == null ? null : name.migration, stateDirectory);
    }
    return StateDirectory.find(engine.migration(name.manifest), stateDirectory)
        .with(engine.store(name.manifest));
  }
}

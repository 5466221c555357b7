package io.crossfade.cli.process;

import io.crossfade.engine.MigrationState;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.store.ProcessGuard;
import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the state of a migration lies on this machine.
///
/// @param migration null where only its directory was given
public record StateDirectory(@Nullable String migration, Path path) {
  private static final Path PARENT = Path.of(".crossfade");

  /// How long to wait for somebody who only reads.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /// From what the user gave; from what is there where nothing was given.
  public static StateDirectory find(@Nullable String migration, @Nullable Path directory) {
    if (directory != null) {
      return new StateDirectory(migration, directory);
    }
    return of(migration == null ? onlyOne() : migration);
  }

  /// Where a migration's state lies unless the user says otherwise.
  public static StateDirectory of(String migration) {
    return new StateDirectory(migration, PARENT.resolve(migration));
  }

  /// What is recorded there. For as long as nobody carries the migration on.
  public MigrationState recorded() {
    if (!Files.isDirectory(path)) {
      throw unknown();
    }
    try (ProcessGuard _ = ProcessGuard.take(path, PATIENCE);
        Store store = Store.open(path, InstantSource.system())) {
      String name = only(store.events().migrations());
      MigrationState state = MigrationState.initial(name);
      for (Recorded event : store.events().events(name)) {
        state = state.after(event.event());
      }
      return state;
    }
  }

  String only(List<String> migrations) {
    if (migration != null && migrations.contains(migration)) {
      return migration;
    }
    if (migration == null && migrations.size() == 1) {
      return migrations.getFirst();
    }
    throw unknown();
  }

  private CrossfadeException unknown() {
    return new CrossfadeException(
        ErrorCode.MIGRATION_UNKNOWN,
        "nothing is recorded of %s in %s. Begin with `crossfade run MANIFEST`, or say where its state lies with --state-dir."
            .formatted(migration == null ? "a migration" : "migration " + migration, path));
  }

  private static String onlyOne() {
    List<String> names = names();
    if (names.size() != 1) {
      throw new CrossfadeException(
          ErrorCode.MIGRATION_UNKNOWN,
          names.isEmpty()
              ? "no migration has its state in ./%s. Begin with `crossfade run MANIFEST`, or say where its state lies with --state-dir."
                  .formatted(PARENT)
              : "which migration? In ./%s are %s. Give its manifest or --migration NAME."
                  .formatted(PARENT, String.join(", ", names)));
    }
    return names.getFirst();
  }

  private static List<String> names() {
    if (!Files.isDirectory(PARENT)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(PARENT)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list ./" + PARENT + ": " + e.getMessage(), e);
    }
  }
}

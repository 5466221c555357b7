package io.crossfade.cli.process;

import io.crossfade.connector.Endpoint;
import io.crossfade.engine.MigrationState;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.RecordedStatus;
import io.crossfade.engine.Status;
import io.crossfade.engine.audit.Audit;
import io.crossfade.engine.store.ControlEndpoint;
import io.crossfade.engine.store.LeaseHolder;
import io.crossfade.engine.store.Leases;
import io.crossfade.engine.store.ProcessGuard;
import io.crossfade.engine.store.Store;
import io.crossfade.engine.store.StorePlace;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Secret;
import io.crossfade.server.ConnectionFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the state of a migration lies on this machine.
///
/// @param migration null where only its directory was given
/// @param store where events are recorded: there, unless the manifest names a server
public record StateDirectory(@Nullable String migration, Path path, StorePlace store)
    implements Whereabouts {
  private static final Path PARENT = Path.of(".crossfade");

  /// How long to wait for somebody who only reads.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  public StateDirectory(@Nullable String migration, Path path) {
    this(migration, path, new StorePlace.InDirectory(path));
  }

  /// With the store on this server, if there is one.
  public StateDirectory with(Optional<Endpoint> server) {
    return server
        .map(endpoint -> new StateDirectory(migration, path, new StorePlace.OnServer(endpoint)))
        .orElse(this);
  }

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

  /// Whether other processes may read the store at any time.
  boolean isShared() {
    return store instanceof StorePlace.OnServer;
  }

  /// What is recorded there. For as long as nobody carries the migration on here.
  public Status recordedStatus() {
    return reading(this::recorded);
  }

  /// All that has happened, as it is recorded there. For as long as nobody carries the migration on
  /// here.
  public List<Recorded> recordedEvents() {
    return reading(open -> open.events().events(only(open.events().migrations())));
  }

  /// What the audit there says. For as long as nobody carries the migration on here.
  <T> T recordedAudit(Function<Audit, T> question) {
    return reading(open -> question.apply(open.audit()));
  }

  private <T> T reading(Function<Store, T> question) {
    return switch (store) {
      case StorePlace.InDirectory _ -> {
        if (!Files.exists(path.resolve("store.mv.db"))) {
          throw unknown();
        }
        try (ProcessGuard _ = ProcessGuard.take(path, PATIENCE);
            Store open = Store.open(store, InstantSource.system())) {
          yield question.apply(open);
        }
      }
      case StorePlace.OnServer _ -> {
        try (Store open = Store.open(store, InstantSource.system())) {
          yield question.apply(open);
        }
      }
    };
  }

  private Status recorded(Store open) {
    MigrationState state = state(open);
    String carrier =
        open.leases()
            .carrier(state.migration())
            .filter(_ -> isShared())
            .filter(Leases.Carrier::isAlive)
            .map(alive -> alive.holder().toString())
            .orElse(null);
    return RecordedStatus.of(state, carrier);
  }

  /// With which processes that run, or ran, can be asked from here.
  public List<Secret> tokens() {
    return Stream.concat(
            ProcessGuard.endpoint(path).map(ControlEndpoint::token).stream(),
            ConnectionFile.token(path.resolve("routes")).stream())
        .toList();
  }

  private MigrationState state(Store open) {
    String name = only(open.events().migrations());
    MigrationState state = MigrationState.initial(name);
    for (Recorded event : open.events().events(name)) {
      state = state.after(event.event());
    }
    return state;
  }

  /// The process that carries the migration on, as a store on a server knows it.
  Optional<LeaseHolder> carrier() {
    if (migration == null || store instanceof StorePlace.InDirectory) {
      return Optional.empty();
    }
    try (Store open = Store.open(store, InstantSource.system())) {
      return open.leases()
          .carrier(migration)
          .filter(Leases.Carrier::isAlive)
          .map(Leases.Carrier::holder);
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
        "nothing is recorded of %s in %s. Begin with `crossfade run MANIFEST`, or say where its state lies: with --state-dir, or with the manifest where that names a store."
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

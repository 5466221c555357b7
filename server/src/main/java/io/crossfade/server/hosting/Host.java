package io.crossfade.server.hosting;

import io.crossfade.engine.Control;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.RecordedStatus;
import io.crossfade.engine.Status;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.WhatMoves;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.store.LeaseHolder;
import io.crossfade.engine.store.Leases;
import io.crossfade.engine.store.Manifests;
import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Carries the migrations of a store on in this process. Where other processes reach the store too,
/// each migration is carried on by one of them, and the others wait for their turn.
public final class Host implements Migrations, AutoCloseable {
  private final Store store;
  private final boolean isShared;
  private final LeaseHolder us;
  private final Path directory;
  private final Opening opening;
  private final Folds folds;
  private final Map<String, Hosted> hosted = new ConcurrentHashMap<>();

  /// @param isShared whether other processes reach the store too
  /// @param directory of this process's state
  public Host(Store store, boolean isShared, Path directory, Opening opening) {
    this.store = store;
    this.isShared = isShared;
    this.us = LeaseHolder.here(directory);
    this.directory = directory;
    this.opening = opening;
    this.folds = new Folds(store.events());
  }

  /// Goes on with whatever was begun and has not ended.
  public Host resume() {
    store.manifests().migrations().stream()
        .filter(name -> !folds.of(name).phase().isEnd())
        .forEach(this::carryOn);
    return this;
  }

  /// Begins a migration, or goes on with it where it has begun. MANIFEST_INVALID with every
  /// mistake; MANIFEST_CHANGED where it moves something else than the one with which it was begun.
  ///
  /// @param by who gives it
  public Manifests.Kept accept(String text, String by) {
    Manifest manifest = OpeningByManifest.read(text, directory);
    requireSame(manifest);
    Manifests.Kept kept = store.manifests().keep(manifest.migration(), text, by);
    carryOn(manifest.migration());
    return kept;
  }

  /// Goes on after somebody has mended what has stopped it; nothing where it has not.
  ///
  /// @param anew tables of the source that are to be copied anew. NOT_ALLOWED_NOW where it has not
  ///   stopped
  public void again(String migration, Set<TableName> anew) {
    require(migration);
    Hosted here = hosted.get(migration);
    boolean begins = here != null && here.again(anew);
    if (!begins && !anew.isEmpty()) {
      throw new CrossfadeException(
          ErrorCode.NOT_ALLOWED_NOW,
          "a table is copied anew where the migration has stopped for its change, and %s has not; nothing was changed"
              .formatted(migration),
          Map.of("migration", migration));
    }
  }

  @Override
  public List<String> names() {
    TreeSet<String> names = new TreeSet<>(store.manifests().migrations());
    names.addAll(store.events().migrations());
    return List.copyOf(names);
  }

  @Override
  public Status status(String migration) {
    require(migration);
    return running(migration)
        .map(carried -> carried.control().status())
        .orElseGet(() -> recorded(migration));
  }

  @Override
  public Control control(String migration) {
    require(migration);
    return running(migration).map(Carried::control).orElseThrow(() -> notHere(migration));
  }

  @Override
  public List<Recorded> events(String migration, long after, int most) {
    require(migration);
    return store.events().events(migration, after, most);
  }

  @Override
  public List<Recorded> before(
      String migration, Class<? extends MigrationEvent> kind, long before, int most) {
    require(migration);
    return kind == MigrationEvent.class
        ? store.events().before(migration, before, most)
        : store.events().before(migration, kind, before, most);
  }

  /// The manifest that was given last.
  public Manifests.Kept manifest(String migration) {
    require(migration);
    return store.manifests().newest(migration).orElseThrow(() -> unknown(migration));
  }

  /// Where routers learn its route; empty where it is not carried on here.
  public Optional<RouteBoard> board(String migration) {
    return running(migration).flatMap(Carried::board);
  }

  private void carryOn(String migration) {
    var _ =
        hosted.compute(
            migration,
            (name, before) ->
                before == null
                    ? new Hosted(name, store, isShared, us, opening).start()
                    : before.mended());
  }

  private Optional<Carried> running(String migration) {
    return Optional.ofNullable(hosted.get(migration)).flatMap(Hosted::running);
  }

  private Status recorded(String migration) {
    String carrier =
        carrier(migration)
            .filter(Leases.Carrier::isAlive)
            .map(c -> c.holder().toString())
            .orElse(null);
    Status status = RecordedStatus.of(folds.of(migration), carrier);
    Hosted here = hosted.get(migration);
    return here != null && here.state() instanceof Hosted.State.Stopped(CrossfadeException why)
        ? status.stoppedFor(why)
        : status;
  }

  private Optional<Leases.Carrier> carrier(String migration) {
    return isShared ? store.leases().carrier(migration) : Optional.empty();
  }

  private void requireSame(Manifest manifest) {
    for (Recorded recorded : store.events().events(manifest.migration(), 0, 1)) {
      if (recorded.event() instanceof MigrationEvent.MigrationCreated created) {
        WhatMoves.of(manifest).requireSameAs(created.manifestDigest());
      }
    }
  }

  private void require(String migration) {
    if (!hosted.containsKey(migration) && !names().contains(migration)) {
      throw unknown(migration);
    }
  }

  private static CrossfadeException unknown(String migration) {
    return new CrossfadeException(
        ErrorCode.MIGRATION_UNKNOWN,
        "there is no migration %s here. Begin it by giving its manifest.".formatted(migration),
        Map.of("migration", migration));
  }

  private CrossfadeException notHere(String migration) {
    return new CrossfadeException(
        ErrorCode.NOT_RUNNING,
        carrier(migration)
            .filter(Leases.Carrier::isAlive)
            .filter(carrier -> !carrier.holder().equals(us))
            .map(carrier ->
                "%s carries migration %s on: ask there".formatted(carrier.holder(), migration))
            .orElseGet(() -> why(migration)),
        Map.of("migration", migration));
  }

  private String why(String migration) {
    Hosted here = hosted.get(migration);
    return switch (here == null ? new Hosted.State.Ended() : here.state()) {
      case Hosted.State.Stopped(CrossfadeException why) ->
          "migration %s has stopped: %s".formatted(migration, why.getMessage());
      case Hosted.State.Waiting(String whom) ->
          "migration %s is about to begin here (%s). Try again".formatted(migration, whom);
      case Hosted.State.Ended() -> "migration %s has ended".formatted(migration);
      case Hosted.State.Running _ ->
          "migration %s begins in this moment. Try again".formatted(migration);
    };
  }

  /// Stops this process's part of all of them.
  @Override
  public void close() {
    hosted.values().parallelStream().forEach(Hosted::close);
  }
}

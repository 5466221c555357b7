package io.crossfade.server.hosting;

import io.crossfade.engine.Control;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.MigrationState;
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
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries the migrations of a store on in this process. Where other processes reach the store too,
/// each migration is carried on by one of them, and the others wait for their turn.
public final class Host implements Migrations, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Host.class);

  private final Store store;
  private final boolean isShared;
  private final Path directory;
  private final Opening opening;
  private final KnownStates states;
  private final Map<String, Hosted> hosted = new ConcurrentHashMap<>();
  private final Set<String> ended = ConcurrentHashMap.newKeySet();
  private volatile LeaseHolder us;
  private @Nullable Newcomers newcomers;

  /// @param isShared whether other processes reach the store too
  /// @param directory of this process's state
  public Host(Store store, boolean isShared, Path directory, Opening opening) {
    this.store = store;
    this.isShared = isShared;
    this.us = LeaseHolder.here(directory);
    this.directory = directory;
    this.opening = opening;
    this.states = new KnownStates(store.events());
  }

  /// From now on other processes learn that this one is asked there.
  public void reachedAt(String url) {
    us = us.at(url);
  }

  /// Goes on with whatever was begun and has not ended; where other processes reach the store too,
  /// also with what they will have begun.
  public Host resume() {
    carryOnAll();
    Thread.ofVirtual().name("known-states").start(this::readLogs);
    if (isShared) {
      newcomers = Newcomers.lookedFor(this::carryOnAll);
    }
    return this;
  }

  /// Whoever looks first after a start shall not wait until a log of a million events is read.
  private void readLogs() {
    try {
      names().forEach(states::of);
    } catch (CrossfadeException e) {
      LOG.debug("read when somebody asks: {}", e.getMessage());
    }
  }

  private void carryOnAll() {
    for (String name : store.manifests().migrations()) {
      if (!hosted.containsKey(name) && !ended.contains(name)) {
        if (store.events().hasEnded(name)) {
          ended.add(name);
        } else {
          hosted.computeIfAbsent(name, this::started);
        }
      }
    }
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

  /// Where it is carried on here the store need not be asked, which may be away.
  @Override
  public List<Recorded> before(
      String migration, Class<? extends MigrationEvent> kind, long before, int most) {
    require(migration);
    return kind == MigrationEvent.class
        ? store.events().before(migration, before, most)
        : store.events().before(migration, kind, before, most);
  }

  @Override
  public OptionalLong newest(String migration) {
    return OptionalLong.of(
        running(migration).map(Carried::newest).orElseGet(() -> store.events().newest(migration)));
  }

  /// The manifest that was given last.
  public Manifests.Kept manifest(String migration) {
    require(migration);
    return store.manifests().newest(migration).orElseThrow(() -> unknown(migration));
  }

  /// What the log tells of each migration, whoever carries it on.
  public KnownStates states() {
    return states;
  }

  /// Where routers learn its route; empty where nobody carries it on, or only this process could.
  /// CARRIED_ELSEWHERE where another does.
  public Optional<RouteBoard> board(String migration) {
    Optional<Carried> running = running(migration);
    if (running.isEmpty()) {
      elsewhere(migration)
          .ifPresent(holder -> {
            throw carriedElsewhere(migration, holder);
          });
    }
    return running.flatMap(Carried::board);
  }

  /// Whether there is nothing left to carry on.
  public boolean hasEnded(String migration) {
    return ended.contains(migration) || store.events().hasEnded(migration);
  }

  private void carryOn(String migration) {
    var _ =
        hosted.compute(
            migration, (name, before) -> before == null ? started(name) : before.mended());
  }

  private Hosted started(String name) {
    return new Hosted(name, store, isShared, () -> us, opening).start();
  }

  private Optional<Carried> running(String migration) {
    return Optional.ofNullable(hosted.get(migration)).flatMap(Hosted::running);
  }

  private Status recorded(String migration) {
    String carrier = elsewhere(migration).map(Host::named).orElse(null);
    Status status = RecordedStatus.of(state(migration), carrier);
    Hosted here = hosted.get(migration);
    return here != null && here.state() instanceof Hosted.State.Stopped(CrossfadeException why)
        ? status.stoppedFor(why)
        : status;
  }

  /// Another process that carries it on.
  private Optional<LeaseHolder> elsewhere(String migration) {
    return isShared
        ? store
            .leases()
            .carrier(migration)
            .filter(Leases.Carrier::isAlive)
            .map(Leases.Carrier::holder)
            .filter(holder -> !holder.equals(us))
        : Optional.empty();
  }

  private static String named(LeaseHolder holder) {
    return holder.url().isEmpty() ? holder.toString() : "%s (%s)".formatted(holder.url(), holder);
  }

  private static CrossfadeException carriedElsewhere(String migration, LeaseHolder holder) {
    return new CrossfadeException(
        ErrorCode.CARRIED_ELSEWHERE,
        "%s carries migration %s on: ask there".formatted(named(holder), migration),
        Map.of("migration", migration, "url", holder.url()));
  }

  private MigrationState state(String migration) {
    return states.of(migration).state();
  }

  private void requireSame(Manifest manifest) {
    for (Recorded recorded : store.events().events(manifest.migration(), 0, 1)) {
      if (recorded.event() instanceof MigrationEvent.MigrationCreated created) {
        WhatMoves.of(manifest).requireSameAs(created.manifestDigest());
      }
    }
  }

  private void require(String migration) {
    if (!hosted.containsKey(migration) && !isKnown(migration)) {
      throw unknown(migration);
    }
  }

  private boolean isKnown(String migration) {
    return store.manifests().newest(migration).isPresent() || states.of(migration).seq() > 0;
  }

  private static CrossfadeException unknown(String migration) {
    return new CrossfadeException(
        ErrorCode.MIGRATION_UNKNOWN,
        "there is no migration %s here. Begin it by giving its manifest.".formatted(migration),
        Map.of("migration", migration));
  }

  private CrossfadeException notHere(String migration) {
    return elsewhere(migration)
        .map(holder -> carriedElsewhere(migration, holder))
        .orElseGet(() ->
            new CrossfadeException(
                ErrorCode.NOT_RUNNING, why(migration), Map.of("migration", migration)));
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
    if (newcomers != null) {
      newcomers.close();
    }
    hosted.values().parallelStream().forEach(Hosted::close);
  }
}

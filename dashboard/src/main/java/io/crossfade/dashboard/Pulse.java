package io.crossfade.dashboard;

import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.Status;
import io.crossfade.model.CrossfadeException;
import io.crossfade.server.hosting.Migrations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at one migration, once a second for all who do: a hundred pages cost what one costs. From
/// the first look on it goes on for as long as the migration runs, so that the charts have a past.
final class Pulse {
  private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final int SHOWN = 60;
  private static final int MOST = 1_000;

  private final Migrations migrations;
  private final Templates templates;
  private final String migration;
  private final History history = new History();
  private final List<EventRow> events = new ArrayList<>();
  private Drift drift = Drift.NONE;
  private long seen;
  private long changesBefore = -1;
  private @Nullable Beat newest;
  private long looked;
  private int followers;
  private boolean runs;
  private boolean beats;
  private boolean closed;

  Pulse(Migrations migrations, Templates templates, String migration) {
    this.migrations = migrations;
    this.templates = templates;
    this.migration = migration;
  }

  /// How it is, not older than a second. Throws what [Migrations#status] throws.
  synchronized Beat now() {
    Beat beat = newest;
    if (beat == null || System.nanoTime() - looked > BETWEEN.toNanos()) {
      beat = look(beat);
    }
    startBeating();
    return beat;
  }

  /// The first beat after this one; the same again where none comes in time.
  synchronized Beat await(long after, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    followers++;
    try {
      startBeating();
      Beat beat = newest;
      long left = deadline - System.nanoTime();
      while ((beat == null || beat.number() <= after) && left > 0 && !closed) {
        wait(Math.max(1, left / 1_000_000));
        left = deadline - System.nanoTime();
        beat = newest;
      }
      return beat == null ? now() : beat;
    } finally {
      followers--;
    }
  }

  synchronized List<Sample> history() {
    return history.samples();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  private void startBeating() {
    if (!beats && !closed) {
      beats = true;
      var _ = Thread.ofVirtual().name("pulse-" + migration).start(this::beat);
    }
  }

  private void beat() {
    try {
      while (isWanted()) {
        Thread.sleep(BETWEEN);
        lookOrSay();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isWanted() {
    beats = !closed && (runs || followers > 0);
    return beats;
  }

  private synchronized void lookOrSay() {
    Beat before = newest;
    try {
      var _ = look(before);
    } catch (RuntimeException e) {
      LOG.warn("how {} is cannot be told, and is asked again: {}", migration, e.getMessage());
      if (before != null) {
        become(before.unknown(before.number() + 1, String.valueOf(e.getMessage())));
      }
    }
  }

  private Beat look(@Nullable Beat before) {
    Status status = migrations.status(migration);
    readEvents();
    View view = new View(status, chunks(status), drift, ledger(status));
    Sample sample = Sample.of(System.currentTimeMillis() / 1000, status, changesPerSecond(status));
    history.add(sample);
    runs = status.where().running();
    Now now = Now.of(status);
    String percent = now.percent() == null ? "" : now.percent() + " % ";
    return become(
        new Beat(
            before == null ? 1 : before.number() + 1,
            percent + now.headline(),
            view.panels(templates),
            sample,
            events,
            null));
  }

  private Beat become(Beat beat) {
    newest = beat;
    looked = System.nanoTime();
    notifyAll();
    return beat;
  }

  private void readEvents() {
    boolean isFirst = seen == 0;
    List<Recorded> more =
        isFirst
            ? migrations.before(migration, MigrationEvent.class, Long.MAX_VALUE, SHOWN).reversed()
            : migrations.events(migration, seen, MOST);
    for (Recorded recorded : more) {
      events.addFirst(EventRow.of(recorded));
      seen = recorded.seq();
    }
    while (events.size() > SHOWN) {
      events.removeLast();
    }
    if (isFirst || more.stream().anyMatch(recorded -> Drift.isChangedBy(recorded.event()))) {
      drift = Drift.of(migrations, migration);
    }
  }

  /// Empty where it is not carried on here.
  private List<io.crossfade.engine.Control.TableChunks> chunks(Status status) {
    try {
      return status.where().running() ? migrations.control(migration).chunks() : List.of();
    } catch (CrossfadeException e) {
      return List.of(); // it has ended since
    }
  }

  private Ledger ledger(Status status) {
    try {
      return status.where().running()
          ? Ledger.of(migrations.control(migration).ledger())
          : Ledger.NONE;
    } catch (CrossfadeException e) {
      return Ledger.NONE; // it has ended since
    }
  }

  private @Nullable Double changesPerSecond(Status status) {
    long before = changesBefore;
    changesBefore = status.follow().changesApplied();
    double seconds = (System.nanoTime() - looked) / 1e9;
    return before < 0 || changesBefore < before || seconds <= 0
        ? null
        : (changesBefore - before) / seconds;
  }
}

package io.crossfade.gateway.session;

import io.crossfade.gateway.settings.Switching;
import io.crossfade.model.PinnedSession;
import io.crossfade.model.Route;
import io.crossfade.model.RouterFindings;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tells sessions what the route means for them: to get ready before writes move, to go on when a
/// hold is over, and to follow where they are idle.
public final class Usher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Usher.class.getName());

  /// Who has done nothing for so long is not made ready before a hold. He follows after it.
  private static final Duration ACTIVE = Duration.ofMinutes(1);

  /// In which those who have waited get on with their work, before idle ones follow.
  private static final Duration BREATH = Duration.ofSeconds(1);

  /// What was made ready is kept for so long at most, also where nobody says what becomes of it.
  private static final Duration KEPT = Duration.ofMinutes(2);

  private final Shared shared;
  private final Switching settings;
  private final Turns turns;

  /// Of those who get ready for the side that is next.
  private final Map<Session, Preparation> preparations = new ConcurrentHashMap<>();

  /// What cannot be taken along of whom, as it was found before the last switch or rehearsal.
  private final Map<Session, List<String>> pinned = new ConcurrentHashMap<>();

  /// What is done about now; null most of the time.
  private volatile @Nullable Announced announced;

  private volatile Side side;

  private volatile boolean closed;

  private record Announced(Side next, long since) {
    boolean isOlderThan(Duration time) {
      return System.nanoTime() - since >= time.toNanos();
    }
  }

  public Usher(Shared shared) {
    this.shared = shared;
    this.settings = shared.limits().switching();
    this.turns = new Turns(settings.atOnce());
    this.side = shared.router().side(false, null);
  }

  /// On the thread that has learned it.
  public synchronized void routeChanged() {
    if (closed) {
      return;
    }
    shared.held().forEach(Crossing::routeChanged);
    Route route = shared.router().route();
    if (route.held()) {
      preparations.keySet().forEach(session -> session.crossing().held());
      endBusy(route);
    } else {
      follow(shared.router().side(false, null));
    }
    Side next = shared.router().next();
    Announced known = announced;
    if (next != (known == null ? null : known.next())) {
      drop();
      if (next != null) {
        prepare(new Announced(next, System.nanoTime()));
      }
    }
  }

  private void prepare(Announced begun) {
    List<Session> active = active();
    for (Session session : active) {
      preparations.put(session, new Preparation(this::look));
    }
    announced = begun;
    for (Session session : active) {
      Preparation preparation = preparations.get(session);
      if (preparation != null) {
        turns.add(() -> session.crossing().prepare(preparation));
      }
    }
    after(settings.ready(), this::look);
    after(settings.pins(), this::look);
    after(
        KEPT,
        () -> {
          if (begun.equals(announced)) {
            dropPrepared();
          }
        });
    look();
  }

  private record Idle(Session session, long nanos) {}

  /// Who has been busy last comes first. They are busy meanwhile too, so each is looked at once.
  private List<Session> active() {
    return shared.cancelKeys().all().stream()
        .map(session -> new Idle(session, session.idleFor()))
        .filter(idle -> idle.nanos() < ACTIVE.toNanos())
        .sorted(Comparator.comparingLong(Idle::nanos))
        .map(Idle::session)
        .toList();
  }

  private void drop() {
    announced = null;
    dropPrepared();
  }

  private void dropPrepared() {
    turns.clear();
    preparations.keySet().forEach(session -> session.crossing().unprepare());
    preparations.clear();
  }

  /// Whether a hold need not be put off any more for those who get ready. Never waits.
  public boolean isReady(Side next) {
    Announced now = announced;
    if (closed) {
      return true;
    }
    if (now == null || now.next() != next) {
      return false;
    }
    boolean late = now.isOlderThan(settings.ready());
    boolean pinsLate = now.isOlderThan(settings.pins());
    return preparations.values().stream()
        .allMatch(one -> one.isOver() || (one.pins().isEmpty() ? late : pinsLate));
  }

  private void look() {
    preparations.forEach(this::note);
    Announced now = announced;
    if (now != null && isReady(now.next())) {
      preparations.forEach((session, preparation) -> warn(session, preparation.pins()));
      shared.router().prepared();
    }
  }

  private void note(Session session, Preparation preparation) {
    if (!preparation.pins().isEmpty()) {
      pinned.put(session, preparation.pins());
    } else if (preparation.isOver()) {
      pinned.remove(session);
    }
  }

  /// Tells the control plane who is cut off when writes move.
  public RouterFindings findings() {
    pinned.keySet().retainAll(shared.cancelKeys().all());
    return new RouterFindings(
        List.of(),
        List.of(),
        List.of(),
        pinned.entrySet().stream()
            .map(one -> new PinnedSession(line(one.getKey()), line(what(one.getValue()))))
            .sorted(Comparator.comparing(PinnedSession::session))
            .toList());
  }

  private static String what(List<String> pins) {
    return String.join(", ", pins);
  }

  /// Names that clients have given stay in their line.
  private static String line(Object said) {
    return said.toString().replaceAll("\\p{Cntrl}", "?");
  }

  private static void warn(Session session, List<String> pins) {
    if (!pins.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}",
          line(session + " cannot follow when writes move, and ends then: " + what(pins)));
    }
  }

  private void endBusy(Route hold) {
    Duration busy = settings.busy();
    if (busy != null) {
      after(busy, () -> shared.cancelKeys().all().forEach(session -> session.endBusy(hold)));
    }
  }

  private void follow(Side now) {
    if (side != now) {
      side = now;
      after(
          BREATH,
          () -> shared.cancelKeys().all().forEach(one -> turns.add(one.crossing()::follow)));
    }
  }

  private void after(Duration time, Runnable work) {
    // On a thread of its own: the common ones may all be waiting for something.
    CompletableFuture.delayedExecutor(
            time.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
        .execute(() -> unlessClosed(work));
  }

  private synchronized void unlessClosed(Runnable work) {
    if (!closed) {
      work.run();
    }
  }

  /// The sessions end, and so do the threads on which they are told something. When this returns
  /// nobody tells them anything any more. The router may be used on, and is not kept waiting.
  @Override
  public synchronized void close() {
    closed = true;
    turns.clear();
  }
}

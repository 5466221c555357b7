package io.crossfade.engine.metrics;

import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent.TrafficCounted;
import io.crossfade.engine.Status.Response;
import io.crossfade.engine.Turns;
import io.crossfade.engine.manifest.Metric.Own;
import io.crossfade.engine.routes.RouterReport.Traffic;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How soon the databases and the applications answer, for people who look; and, by side, what came
/// of the applications' transactions, for the report.
public final class Responses implements Runnable {
  private static final Duration EVERY = Duration.ofSeconds(1);

  /// After so many looks the databases are asked anew: it writes a little.
  private static final int ASKED_EVERY = 5;

  /// How many looks a number over time reaches back.
  private static final int WINDOW = 10;

  /// At the latest, so that a process that dies takes little with it.
  private static final Duration RECORDED = Duration.ofHours(1);

  private static final double NANOS_PER_MILLI = 1e6;

  private final Source source;
  private final Source target;
  private final Supplier<Traffic> traffic;
  private final Journal journal;
  private final Timing timing;
  private final Deque<Traffic> seen = new ArrayDeque<>();
  private @Nullable Double sourceMillis;
  private @Nullable Double targetMillis;
  private int looks;
  private volatile Response now = Response.UNKNOWN;

  /// What is in the journal already. Guarded by this.
  private Traffic recorded;

  private Side side;
  private long recordedAt;

  /// @param traffic all that the routers have told
  public Responses(
      Function<Own, Source> sources, Supplier<Traffic> traffic, Journal journal, Timing timing) {
    this.source = sources.apply(Own.SOURCE_LATENCY_MS);
    this.target = sources.apply(Own.TARGET_LATENCY_MS);
    this.traffic = traffic;
    this.journal = journal;
    this.timing = timing;
    this.recorded = traffic.get();
    this.side = journal.state().authoritative();
    this.recordedAt = timing.nanoTime();
  }

  public Response now() {
    return now;
  }

  /// Runs until its thread is interrupted.
  @Override
  public void run() {
    new Turns("the measuring of responses", EVERY, journal, timing).run(this::look);
  }

  void look() {
    seen.addLast(traffic.get());
    if (seen.size() > WINDOW + 1) {
      seen.removeFirst();
    }
    if (looks++ % ASKED_EVERY == 0) {
      sourceMillis = source.sample().value();
      targetMillis = target.sample().value();
    }
    Traffic lately = seen.getLast().since(seen.getFirst());
    now =
        new Response(
            sourceMillis,
            targetMillis,
            share(lately.busyNanos() / NANOS_PER_MILLI, lately.ended()),
            share(lately.failed(), lately.ended()));
    recordIfDue();
  }

  private static @Nullable Double share(double part, long whole) {
    return whole == 0 ? null : part / whole;
  }

  private synchronized void recordIfDue() {
    Side writes = journal.state().authoritative();
    if (writes != side || timing.nanoTime() - recordedAt >= RECORDED.toNanos()) {
      conclude();
      side = writes;
    }
  }

  /// Records what the routers have told since that was done last.
  public synchronized void conclude() {
    Traffic all = traffic.get();
    Traffic passed = all.since(recorded);
    recordedAt = timing.nanoTime();
    if (passed.ended() > 0 && !journal.state().phase().isEnd()) {
      journal.record(new TrafficCounted(side, passed.ended(), passed.failed(), passed.busyNanos()));
    }
    recorded = all;
  }
}

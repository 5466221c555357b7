package io.crossfade.engine.report;

import io.crossfade.engine.Decision;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.MigrationEvent.TrafficCounted;
import io.crossfade.engine.MigrationState;
import io.crossfade.engine.StepName;
import io.crossfade.engine.report.Report.Served;
import io.crossfade.engine.report.Report.Success;
import io.crossfade.engine.report.Report.TableCompared;
import io.crossfade.engine.steps.CopyRows;
import io.crossfade.engine.switching.Phases;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Counts what a migration has cost and brought.
final class Tally {
  private static final double NANOS_PER_MILLI = 1e6;

  private final List<TableCompared> drift = new ArrayList<>();
  private final Set<TableName> drifted = new HashSet<>();
  private int switchesMade;
  private long heldNanos;
  private @Nullable Long rollbackMillis;
  private @Nullable Instant pausedSince;
  private Duration paused = Duration.ZERO;
  private @Nullable Opened opened;
  private TrafficCounted before = new TrafficCounted(Side.SOURCE, 0, 0, 0);
  private TrafficCounted after = new TrafficCounted(Side.TARGET, 0, 0, 0);

  private record Opened(Side to, Instant at, boolean made) {}

  void started(MigrationEvent.SwitchStarted e, Instant at) {
    opened = new Opened(e.to(), at, false);
  }

  void decided(MigrationEvent.SwitchDecided e) {
    if (opened != null && e.decision() == Decision.FLIP) {
      opened = new Opened(opened.to(), opened.at(), true);
    }
  }

  void finished(MigrationEvent.SwitchFinished e, Instant at) {
    if (opened != null && opened.made()) {
      switchesMade++;
      heldNanos += Phases.held(e.phases());
      if (opened.to() == Side.SOURCE) {
        rollbackMillis = positive(opened.at(), at).toMillis();
      }
    }
    opened = null;
  }

  /// What the source served once it was written again tells neither of before nor of after.
  void counted(TrafficCounted e) {
    if (e.side() == Side.TARGET) {
      after = sum(after, e);
    } else if (after.ended() == 0) {
      before = sum(before, e);
    }
  }

  private static TrafficCounted sum(TrafficCounted one, TrafficCounted more) {
    return new TrafficCounted(
        one.side(),
        one.ended() + more.ended(),
        one.failed() + more.failed(),
        one.busyNanos() + more.busyNanos());
  }

  private static Served served(TrafficCounted all) {
    return all.ended() == 0
        ? Served.NONE
        : new Served(
            all.ended(),
            (double) all.failed() / all.ended(),
            all.busyNanos() / NANOS_PER_MILLI / all.ended());
  }

  void paused(Instant at) {
    pausedSince = pausedSince == null ? at : pausedSince;
  }

  void resumed(Instant at) {
    if (pausedSince != null) {
      paused = paused.plus(positive(pausedSince, at));
      pausedSince = null;
    }
  }

  void compared(TableCompared table) {
    boolean isClean = table.drift() == 0 && table.unsettled() == 0;
    boolean isNews = isClean ? drifted.remove(table.table()) : drifted.add(table.table());
    if (isNews || !isClean) {
      drift.add(table);
    }
  }

  Success success(MigrationState state, Instant began, Instant last) {
    resumed(last);
    long all = positive(began, last).toNanos();
    return new Success(
        state.progress().fact(StepName.BACKFILL, CopyRows.ROWS).map(Long::parseLong).orElse(0L),
        switchesMade,
        heldNanos,
        all == 0 ? 1 : Math.max(0, 1 - (double) heldNanos / all),
        rollbackMillis,
        paused.toMillis(),
        drift,
        served(before),
        served(after));
  }

  /// A clock may have been set back meanwhile.
  private static Duration positive(Instant from, Instant to) {
    Duration between = Duration.between(from, to);
    return between.isNegative() ? Duration.ZERO : between;
  }
}

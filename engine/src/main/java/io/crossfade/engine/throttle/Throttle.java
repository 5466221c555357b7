package io.crossfade.engine.throttle;

import io.crossfade.engine.Control;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.PaceSetting;
import io.crossfade.engine.Pausing;
import io.crossfade.engine.Progress;
import io.crossfade.engine.Setup;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.ThrottleSettings;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.copy.Pace;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps copy and comparison at the lowest of what the manifest, a person and both databases allow.
/// See docs/throttle.md. Safe for use by several threads.
public final class Throttle implements Runnable {
  private final Journal journal;
  private final ThrottleSettings limits;
  private final @Nullable Long copyLimit;
  private final Timing timing;
  private final Pausing pausing;
  private final Lookout lookout;
  private final Pace comparing;
  private final AtomicInteger comparisons = new AtomicInteger();

  public Throttle(Setup setup, Journal journal, Manifest manifest, Pausing pausing) {
    this.journal = journal;
    this.limits = manifest.throttle();
    this.copyLimit = manifest.copy().rowsPerSecond();
    this.timing = setup.workplace().timing();
    this.pausing = pausing;
    this.lookout = new Lookout(setup, journal, limits);
    this.comparing = new Pace(limit(null), timing, () -> !pausing.isOverOrUrgent());
  }

  /// The pace of the copy.
  public Pace copying() {
    return new Pace(limit(copyLimit), timing, pausing::mayGoOn);
  }

  /// Does work that compares whole tables.
  public <T> T comparing(Supplier<T> work) {
    comparisons.incrementAndGet();
    try {
      return work.get();
    } finally {
      comparisons.decrementAndGet();
    }
  }

  /// Rows were compared: waits until more may be. Whatever keeps others from moving goes on where
  /// one of them is urgent.
  public void compared(long rows) {
    pausing.awaitUnlessUrgent();
    comparing.spend(rows);
    boolean _ = comparing.mayGoOn();
  }

  /// NOT_ALLOWED_NOW where a comparison keeps somebody waiting who has to move at once.
  public void giveWay() {
    pausing.giveWay();
  }

  /// Repeatable.
  public Control.ThrottleReport set(String by, PaceSetting setting) {
    PaceSetting before = setting();
    if (!before.equals(setting)) {
      journal.record(new MigrationEvent.ThrottleSet(by, setting.mode(), setting.rowsPerSecond()));
    }
    return new Control.ThrottleReport(before, setting);
  }

  public Status.Throttled status() {
    PaceSetting setting = setting();
    long now = rowsPerSecond(isCopying() ? copyLimit : null);
    return new Status.Throttled(
        setting,
        isWorking() && now < Governor.FREE ? (Long) now : null,
        setting.mode() == PaceSetting.Mode.OFF ? null : lookout.because());
  }

  /// Looks until its thread is interrupted.
  @Override
  public void run() {
    lookout.run(
        () -> limits.asksForALook() && isWorking() && setting().mode() != PaceSetting.Mode.OFF);
  }

  private Pace.Limit limit(@Nullable Long own) {
    return new Pace.Limit() {
      @Override
      public long rowsPerSecond() {
        return Throttle.this.rowsPerSecond(own);
      }

      @Override
      public void spent(long rows) {
        lookout.spent(rows);
      }
    };
  }

  private long rowsPerSecond(@Nullable Long own) {
    PaceSetting setting = setting();
    return switch (setting.mode()) {
      case OFF -> Governor.FREE;
      case LIMITED -> Math.min(lookout.rowsPerSecond(), setting.rowsPerSecond());
      case ADAPTIVE ->
          Math.min(lookout.rowsPerSecond(), Math.min(orFree(own), orFree(limits.rowsPerSecond())));
    };
  }

  private static long orFree(@Nullable Long limit) {
    return limit == null ? Governor.FREE : limit;
  }

  private PaceSetting setting() {
    return journal.state().progress().pace();
  }

  private boolean isWorking() {
    return comparisons.get() > 0 || isCopying();
  }

  private boolean isCopying() {
    Progress progress = journal.state().progress();
    return progress.current() == StepName.BACKFILL && progress.lastError() == null;
  }
}

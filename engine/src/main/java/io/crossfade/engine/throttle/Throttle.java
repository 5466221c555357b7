package io.crossfade.engine.throttle;

import io.crossfade.engine.Control;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.PaceSetting;
import io.crossfade.engine.Pausing;
import io.crossfade.engine.Setup;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.ThrottleSettings;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.Side;
import io.crossfade.transfer.copy.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks at both databases while rows are copied or compared, and says how many they bear. See
/// docs/throttle.md. Safe for use by several threads.
public final class Throttle implements Runnable {
  private static final Duration EVERY = Duration.ofMillis(500);

  /// A look that takes so long says enough by itself.
  private static final Duration NO_ANSWER = Duration.ofSeconds(5);

  /// How many looks in a row have to be good before people are told so.
  private static final int GOOD_LOOKS = 20;

  private final Setup setup;
  private final Journal journal;
  private final ThrottleSettings limits;
  private final @Nullable Long copyLimit;
  private final Pausing pausing;
  private final Pace comparing;
  private final AtomicInteger comparisons = new AtomicInteger();

  /// Rows that were worked on since the last look.
  private final AtomicLong spent = new AtomicLong();

  private volatile long pace = Governor.FREE;
  private volatile @Nullable String because;
  private volatile @Nullable Long lookingSince;

  // The rest belongs to the thread that looks.
  private final Governor governor = new Governor();
  private boolean worked;
  private int goodLooks;
  private long lookedAt;
  private double achieved;

  public Throttle(Setup setup, Journal journal, Manifest manifest, Pausing pausing) {
    this.setup = setup;
    this.journal = journal;
    this.limits = manifest.throttle();
    this.copyLimit = manifest.copy().rowsPerSecond();
    this.pausing = pausing;
    this.comparing =
        new Pace(limit(null), setup.workplace().timing(), () -> !pausing.isOverOrUrgent());
  }

  /// The pace of the copy.
  public Pace copying() {
    return new Pace(limit(copyLimit), setup.workplace().timing(), pausing::mayGoOn);
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
        setting, isWorking() && now < Governor.FREE ? (Long) now : null, reason(setting));
  }

  private @Nullable String reason(PaceSetting setting) {
    if (setting.mode() == PaceSetting.Mode.OFF) {
      return null;
    }
    return isUnanswered()
        ? "no answer to a look at the databases for more than %d s".formatted(NO_ANSWER.toSeconds())
        : because;
  }

  private Pace.Limit limit(@Nullable Long own) {
    return new Pace.Limit() {
      @Override
      public long rowsPerSecond() {
        return Throttle.this.rowsPerSecond(own);
      }

      @Override
      public void spent(long rows) {
        spent.addAndGet(rows);
      }
    };
  }

  private long rowsPerSecond(@Nullable Long own) {
    PaceSetting setting = setting();
    long borne = isUnanswered() ? 0 : pace;
    return switch (setting.mode()) {
      case OFF -> Governor.FREE;
      case LIMITED -> Math.min(borne, setting.rowsPerSecond());
      case ADAPTIVE -> Math.min(borne, Math.min(orFree(own), orFree(limits.rowsPerSecond())));
    };
  }

  private static long orFree(@Nullable Long limit) {
    return limit == null ? Governor.FREE : limit;
  }

  private boolean isUnanswered() {
    Long since = lookingSince;
    return since != null && now() - since > NO_ANSWER.toNanos();
  }

  private PaceSetting setting() {
    return journal.state().progress().pace();
  }

  private boolean isWorking() {
    return comparisons.get() > 0 || isCopying();
  }

  private boolean isCopying() {
    var progress = journal.state().progress();
    return progress.current() == StepName.BACKFILL && progress.lastError() == null;
  }

  /// Runs until its thread is interrupted.
  @Override
  public void run() {
    while (!Thread.currentThread().isInterrupted()) {
      if (limits.asksForALook() && isWorking() && setting().mode() != PaceSetting.Mode.OFF) {
        look();
      } else {
        rest();
      }
      try {
        setup.workplace().timing().pause(EVERY);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void rest() {
    worked = false;
    pace = Governor.FREE;
    tellEnd();
  }

  private void look() {
    if (!worked) {
      worked = true;
      achieved = 0;
      lookedAt = now();
      spent.set(0);
      governor.begin();
      pace = governor.rowsPerSecond();
    }
    List<Reading> readings = readings();
    Reading worst = readings.stream().max(Comparator.comparingDouble(Reading::ratio)).orElseThrow();
    governor.look(achieved(), worst.ratio());
    pace = governor.rowsPerSecond();
    if (worst.ratio() > 1) {
      tell(worst.shown());
    } else if (++goodLooks >= GOOD_LOOKS) {
      tellEnd();
    }
  }

  private List<Reading> readings() {
    List<Reading> all = new ArrayList<>();
    lookingSince = now();
    for (Side side : Side.values()) {
      try {
        all.addAll(
            Reading.of(
                side,
                setup.database(side).health().load(setup.lease().migration(), Direction.from(side)),
                limits));
      } catch (CrossfadeException _) {
        // whoever works there meets the same and says so; here it only counts as slow
        all.add(Reading.noAnswer(side));
      }
    }
    lookingSince = null;
    return all;
  }

  /// Over some seconds: chunks end one by one.
  private double achieved() {
    long now = now();
    double rows = spent.getAndSet(0);
    double seconds = Math.max(0.001, (now - lookedAt) * 1e-9);
    lookedAt = now;
    double share = Math.min(1, seconds / 3);
    achieved += share * (rows / seconds - achieved);
    return achieved;
  }

  private void tell(String reason) {
    boolean isNews = because == null;
    because = reason;
    goodLooks = 0;
    if (isNews) {
      journal.note("copy and comparison are slowed: " + reason);
    }
  }

  private void tellEnd() {
    if (because != null) {
      because = null;
      journal.note("copy and comparison are no longer slowed");
    }
  }

  private long now() {
    return setup.workplace().timing().nanoTime();
  }
}

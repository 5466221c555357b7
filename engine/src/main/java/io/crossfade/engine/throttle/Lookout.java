package io.crossfade.engine.throttle;

import io.crossfade.engine.Journal;
import io.crossfade.engine.Setup;
import io.crossfade.engine.manifest.ThrottleSettings;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Looks at both databases again and again while there is work, and says how much they bear. People
/// are told when that begins and when it ends. Whoever asks may do so from any thread.
final class Lookout {
  private static final Duration EVERY = Duration.ofMillis(100);

  /// What is short and seldom is only seen by who looks often; the pace changes less often, for a
  /// change takes a while to be felt.
  private static final int LOOKS_PER_CHANGE = 5;

  /// A look that takes so long says enough by itself.
  private static final Duration NO_ANSWER = Duration.ofSeconds(5);

  /// How many changes in a row have to be for the better before people are told so.
  private static final int GOOD_CHANGES = 20;

  /// The work is measured over so many seconds, because chunks end one by one.
  private static final double SECONDS_MEASURED = 3;

  private final Setup setup;
  private final Journal journal;
  private final ThrottleSettings limits;

  /// Rows that were worked on since the last look.
  private final AtomicLong spent = new AtomicLong();

  private volatile long pace = Governor.FREE;
  private volatile @Nullable String because;
  private volatile @Nullable Long lookingSince;

  // The rest belongs to the thread that looks.
  private final Governor governor = new Governor();
  private boolean looked;
  private int goodChanges;
  private int looks;
  private @Nullable Reading worst;
  private long lookedAt;
  private double achieved;
  private double secondsMeasured;

  Lookout(Setup setup, Journal journal, ThrottleSettings limits) {
    this.setup = setup;
    this.journal = journal;
    this.limits = limits;
  }

  void spent(long rows) {
    spent.addAndGet(rows);
  }

  /// What both databases bear now.
  long rowsPerSecond() {
    return isUnanswered() ? 0 : pace;
  }

  /// What a database does not bear, or did not seconds ago; null where it is none of them.
  @Nullable String because() {
    return isUnanswered()
        ? "no answer to a look at the databases for more than %d s".formatted(NO_ANSWER.toSeconds())
        : because;
  }

  private boolean isUnanswered() {
    Long since = lookingSince;
    return since != null && now() - since > NO_ANSWER.toNanos();
  }

  /// Looks until its thread is interrupted.
  ///
  /// @param needed whether there is work that could be slowed
  void run(BooleanSupplier needed) {
    while (!Thread.currentThread().isInterrupted()) {
      if (needed.getAsBoolean()) {
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
    looked = false;
    pace = Governor.FREE;
    tellEnd();
  }

  private void look() {
    if (!looked) {
      begin();
    }
    Reading seen =
        readings().stream().max(Comparator.comparingDouble(Reading::ratio)).orElseThrow();
    Reading most = worst == null || seen.ratio() > worst.ratio() ? seen : worst;
    worst = most;
    if (++looks == LOOKS_PER_CHANGE) {
      looks = 0;
      worst = null;
      change(most);
    }
  }

  private void change(Reading most) {
    governor.look(achieved(), most.ratio());
    if (most.ratio() > 1) {
      tell(most.shown());
    } else if (++goodChanges >= GOOD_CHANGES) {
      tellEnd();
    }
    pace = governor.rowsPerSecond(); // last: whoever sees it also sees why
  }

  private void begin() {
    looked = true;
    looks = LOOKS_PER_CHANGE - 1; // the first one counts at once
    worst = null;
    achieved = 0;
    secondsMeasured = 0;
    lookedAt = now();
    spent.set(0);
    governor.begin();
    pace = governor.rowsPerSecond();
  }

  private List<Reading> readings() {
    List<Reading> all = new ArrayList<>();
    lookingSince = now();
    try {
      for (Side side : Side.values()) {
        all.addAll(readings(side));
      }
    } finally {
      lookingSince = null;
    }
    return all;
  }

  private List<Reading> readings(Side side) {
    try {
      return Reading.of(
          side,
          setup.database(side).health().load(setup.lease().migration(), Direction.from(side)),
          limits);
    } catch (CrossfadeException _) {
      // whoever works there meets the same and says so; here it only counts as slow
      return List.of(Reading.noAnswer(side));
    }
  }

  private double achieved() {
    long now = now();
    double rows = spent.getAndSet(0);
    double seconds = Math.max(0.001, (now - lookedAt) * 1e-9);
    lookedAt = now;
    secondsMeasured += seconds;
    double span = Math.min(SECONDS_MEASURED, secondsMeasured);
    achieved += Math.min(1, seconds / span) * (rows / seconds - achieved);
    return achieved;
  }

  private void tell(String reason) {
    boolean isNews = because == null;
    because = reason;
    goodChanges = 0;
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

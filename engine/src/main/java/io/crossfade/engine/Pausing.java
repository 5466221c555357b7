package io.crossfade.engine;

import io.crossfade.engine.Control.PauseReport;
import io.crossfade.engine.steps.ShiftReads;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who loads the databases, and may wait, asks here before each piece of work. The streams never
/// ask: a log that nobody reads piles up. See docs/steps/pause.md.
public final class Pausing {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private static final Duration SOON = Duration.ofMillis(10);

  /// What a person does not mean who has asked for a pause.
  private static final Set<StepName> WAITING =
      EnumSet.of(StepName.VERIFY, StepName.CUTOVER, StepName.REHEARSE);

  private final Journal journal;
  private final Timing timing;
  private final InstantSource clock;

  /// Held during a switch, and while a pause begins or ends.
  private final ReentrantLock turn = new ReentrantLock(true);

  private final AtomicInteger urgent = new AtomicInteger();
  private volatile boolean over;

  public Pausing(Journal journal, Timing timing, InstantSource clock) {
    this.journal = journal;
    this.timing = timing;
    this.clock = clock;
  }

  /// Repeatable: a pause that has begun stays as it is. Waits for the end of a switch.
  PauseReport begin(String by, String reason) {
    return keptOut(() -> {
      Pause now = pause();
      if (now != null) {
        return new PauseReport(false, now);
      }
      requireNotEnding();
      String since = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
      journal.record(new MigrationEvent.Paused(by, since, reason));
      return new PauseReport(true, pause());
    });
  }

  /// Repeatable. Also revokes what a gate has asked for. Returns the pause that has ended.
  PauseReport end(String by) {
    return keptOut(() -> {
      Pause ended = pause();
      Switches.Owed owed = journal.state().switches().owed();
      if (owed != null) {
        journal.record(new MigrationEvent.ReactionRevoked(by, owed.gate(), "resumed"));
      }
      if (ended != null) {
        journal.record(new MigrationEvent.Resumed(by));
      }
      return new PauseReport(ended != null || owed != null, ended);
    });
  }

  public boolean isPaused() {
    return pause() != null;
  }

  /// Waits until the work may go on.
  ///
  /// @return false when it need not go on at all, because this process's part ends
  public boolean mayGoOn() {
    return mayGoOn(() -> true);
  }

  /// As the other, and until this is so too.
  public boolean mayGoOn(BooleanSupplier wanted) {
    while ((isPaused() || !wanted.getAsBoolean()) && !over) {
      timing.pauseOrStop(LOOK_AGAIN);
    }
    return !over;
  }

  /// As the other, before a step; not for one that has become impossible meanwhile.
  boolean mayBegin(StepName step, BooleanSupplier wanted) {
    return mayGoOn(() -> wanted.getAsBoolean() || !journal.state().legal().contains(step));
  }

  /// As the other, for work that keeps others from moving: NOT_ALLOWED_NOW when one of them is
  /// urgent.
  public void awaitUnlessUrgent() {
    giveWay();
    while (isPaused() && !over) {
      timing.pauseOrStop(LOOK_AGAIN);
      giveWay();
    }
  }

  /// NOT_ALLOWED_NOW where somebody waits who has to move at once.
  public void giveWay() {
    if (urgent.get() > 0) {
      throw new CrossfadeException(
          ErrorCode.NOT_ALLOWED_NOW,
          "the comparison gave way to a rollback. Ask for it again afterwards.");
    }
  }

  /// Whether nobody is to wait any longer.
  public boolean isOverOrUrgent() {
    return over || urgent.get() > 0;
  }

  /// Does what may wait for no paused work.
  <T> T urgently(Supplier<T> work) {
    urgent.incrementAndGet();
    try {
      return work.get();
    } finally {
      urgent.decrementAndGet();
    }
  }

  /// Does work while it is not paused, and no pause begins; false, and it is not done, where it is.
  boolean unlessPaused(BooleanSupplier work) {
    return keptOut(() -> !isPaused() && !over && work.getAsBoolean());
  }

  /// @param wanted what else has to be so for the reads to move on
  ShiftReads.Going going(BooleanSupplier wanted) {
    return new ShiftReads.Going() {
      @Override
      public boolean mayGoOn() {
        return Pausing.this.mayGoOn(wanted);
      }

      @Override
      public boolean ifStillOpen(BooleanSupplier work) {
        return unlessPaused(() -> wanted.getAsBoolean() && work.getAsBoolean());
      }

      @Override
      public void awaitPerson(String why) {
        var _ = begin(RolloutPlace.PAUSED_BY, why);
      }
    };
  }

  /// Does work once no switch is under way; or after a while, for what waits for a store that is
  /// away would keep a process from ever ending.
  void afterSwitch(Duration patience, Runnable work) {
    long deadline = timing.nanoTime() + patience.toNanos();
    boolean ours = turn.tryLock();
    while (!ours && timing.nanoTime() - deadline < 0 && !Thread.currentThread().isInterrupted()) {
      try {
        timing.pause(SOON);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      ours = turn.tryLock();
    }
    try {
      work.run();
    } finally {
      if (ours) {
        turn.unlock();
      }
    }
  }

  /// Does work during which no pause begins.
  <T> T keptOut(Supplier<T> work) {
    turn.lock();
    try {
      return work.get();
    } finally {
      turn.unlock();
    }
  }

  /// NOT_ALLOWED_NOW for a step that is not meant to be taken in a pause. What is open is ended all
  /// the same.
  void refuse(StepName step) {
    Pause now = pause();
    if (now != null && !isPossible(step, journal.state())) {
      throw new CrossfadeException(
          ErrorCode.NOT_ALLOWED_NOW,
          "%s is not possible now: the migration is paused %s. `crossfade resume` ends the pause."
              .formatted(step.spelled(), now),
          Map.of("next", "resume"));
    }
  }

  /// Whether the step may be taken in a pause.
  static boolean isPossible(StepName step, MigrationState state) {
    return !WAITING.contains(step) || state.switches().open() != null;
  }

  /// Lets everybody who waits go: this process's part ends.
  void over() {
    over = true;
  }

  private @Nullable Pause pause() {
    return journal.state().progress().pause();
  }

  private void requireNotEnding() {
    MigrationState state = journal.state();
    if (state.phase().isEnd() || state.progress().ending() != null) {
      throw new CrossfadeException(
          ErrorCode.NOT_ALLOWED_NOW,
          "pause is not possible now: the migration ends or has ended (%s)"
              .formatted(state.phase()));
    }
  }
}

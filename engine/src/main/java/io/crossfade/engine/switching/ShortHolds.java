package io.crossfade.engine.switching;

import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.Decision;
import io.crossfade.engine.manifest.CutoverSettings;
import io.crossfade.model.Direction;
import io.crossfade.transfer.Timing;
import java.time.Duration;

/// Switches with a hold that is as short as it can be.
///
/// What makes a switch slow passes by itself most often: one transaction that takes long, a disk
/// that is busy for a moment. So nobody is made to wait for it. A try that is not decided within
/// its hold is called off, which costs no more than a switch that was made. After a few of them the
/// next ones may hold longer; only the last one holds for as long as the manifest allows.
public final class ShortHolds {
  private static final int SHORT_TRIES = 3;
  private static final int LONGER = 3;

  /// In which those who waited get on with their work.
  private static final Duration BETWEEN = Duration.ofMillis(250);

  private final Switch theSwitch;
  private final CutoverSettings settings;
  private final Timing timing;

  public ShortHolds(Switch theSwitch, CutoverSettings settings, Timing timing) {
    this.theSwitch = theSwitch;
    this.settings = settings;
    this.timing = timing;
  }

  /// Returns what the last try led to.
  public SwitchReport run(Direction direction) {
    return lastOf(direction, theSwitch::attempt).report();
  }

  /// Tries the same, and moves nobody.
  public Switch.Attempt rehearse(Direction direction) {
    return lastOf(direction, theSwitch::rehearse);
  }

  private interface Trial {
    Switch.Attempt attempt(Direction direction, Duration hold);
  }

  private Switch.Attempt lastOf(Direction direction, Trial trial) {
    Duration longest = settings.deadline();
    theSwitch.warmUp(direction, longest);
    try {
      theSwitch.announce(direction);
      return lastTry(direction, trial, longest);
    } finally {
      theSwitch.announceNothing();
    }
  }

  private Switch.Attempt lastTry(Direction direction, Trial trial, Duration longest) {
    Duration hold = settings.firstTry();
    for (int tries = 1; hold.compareTo(longest) < 0; tries++) {
      Switch.Attempt attempt = trial.attempt(direction, hold);
      if (attempt.report().decision() == Decision.FLIP || !attempt.wasLate()) {
        return attempt;
      }
      timing.pauseOrStop(BETWEEN);
      hold = tries < SHORT_TRIES ? hold : hold.multipliedBy(LONGER);
    }
    return trial.attempt(direction, longest);
  }
}

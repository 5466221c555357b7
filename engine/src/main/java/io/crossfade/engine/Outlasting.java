package io.crossfade.engine;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.transfer.Watched;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Does again what failed for something that passes: a database that is away, too slow, or has no
/// room. For as long as that takes, for whoever mends it at night should not have to think of us.
final class Outlasting {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Watched watched;
  private final BooleanSupplier ending;

  /// @param watched is told when `ending` changes
  Outlasting(Watched watched, BooleanSupplier ending) {
    this.watched = watched;
    this.ending = ending;
  }

  /// Throws what does not pass, and whatever comes while this process ends.
  void run(Runnable work) {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        work.run();
        return;
      } catch (CrossfadeException e) {
        if (!e.mayPass() || ending.getAsBoolean()) {
          throw e;
        }
      }
      pause(pause);
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  private void pause(Duration pause) {
    try {
      boolean _ = watched.await(ending, pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CrossfadeException(ErrorCode.NOT_RUNNING, "this process ends", e);
    }
  }
}

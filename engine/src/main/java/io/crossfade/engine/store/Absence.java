package io.crossfade.engine.store;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.Watched;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Whether the store is away, for those who wait for it. It is asked again for as long as it takes:
/// nothing that happened may be missing in it.
final class Absence {
  private static final Logger LOG = System.getLogger(Absence.class.getName());
  private static final Duration AGAIN = Duration.ofMillis(500);

  private final Watched watched;
  private volatile boolean ending;
  private volatile @Nullable StoreAway reason;

  Absence(Timing timing) {
    this.watched = new Watched(timing);
  }

  /// Does the work, again and again while the store is away. What may have been done by an earlier
  /// try is the work's own business.
  <T> T outlast(Supplier<T> work) {
    while (true) {
      try {
        return work.get();
      } catch (StoreAway e) {
        await(e);
      }
    }
  }

  void began(StoreAway why) {
    if (reason == null) {
      LOG.log(Level.WARNING, why.getMessage());
    }
    reason = why;
  }

  void ended() {
    if (reason != null) {
      LOG.log(Level.INFO, "the control store is back");
      reason = null;
    }
  }

  /// Why it is away; empty when it was there the last time that anybody looked.
  Optional<String> reason() {
    return Optional.ofNullable(reason).map(StoreAway::getMessage);
  }

  /// Whoever waits is told that this process ends.
  void stopWaiting() {
    watched.change(() -> ending = true);
  }

  private void await(StoreAway why) {
    try {
      if (!watched.await(() -> ending, AGAIN)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new CrossfadeException(
        ErrorCode.NOT_RUNNING, "this process ends while the control store is away", why);
  }
}

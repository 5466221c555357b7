package io.crossfade.transfer.follow;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Position;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.Watched;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How far a stream is, for those who wait for it. Thread-safe. */
final class Reached {
  private final Watched watched;
  private volatile @Nullable Position position;
  private volatile @Nullable CrossfadeException failure;
  private volatile @Nullable CrossfadeException end;

  Reached(Timing timing) {
    this.watched = new Watched(timing);
  }

  @Nullable Position position() {
    return position;
  }

  @Nullable CrossfadeException failure() {
    return failure;
  }

  void reach(Position reached) {
    watched.change(() -> position = reached);
  }

  void fail(CrossfadeException error) {
    watched.change(() -> failure = error);
  }

  /** Nothing more comes, for whatever reason; whoever waits is told. */
  void end(CrossfadeException why) {
    watched.change(() -> end = why);
  }

  boolean await(Position wanted, Duration patience) {
    try {
      return watched.await(() -> isAt(wanted), patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean isAt(Position wanted) {
    Position reached = position;
    boolean isAt = reached != null && reached.isAtLeast(wanted);
    CrossfadeException error = failure == null ? end : failure;
    if (!isAt && error != null) {
      throw error;
    }
    return isAt;
  }
}

package io.crossfade.client.dual;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The room for mirrors under way: a write takes its place before it begins and gives it back when
 * its mirror has ended, so that a slow side fills no memory.
 */
final class MirrorQueue {
  private final Semaphore free;
  private final int capacity;
  private final WhenFull whenFull;
  private final Duration wait;

  MirrorQueue(int capacity, WhenFull whenFull, Duration wait) {
    this.free = new Semaphore(capacity);
    this.capacity = capacity;
    this.whenFull = whenFull;
    this.wait = wait;
  }

  /**
   * @return whether there is a place; false where the mirror is left to the ledger
   * @throws CrossfadeException MIRROR_BEHIND where the write is refused
   */
  boolean enter() {
    if (free.tryAcquire()) {
      return true;
    }
    return switch (whenFull) {
      case LEAVE -> false;
      case REFUSE -> throw behind("");
      case WAIT -> {
        if (waited()) {
          yield true;
        }
        throw behind(" for " + wait.toMillis() + " ms");
      }
    };
  }

  void leave() {
    free.release();
  }

  private boolean waited() {
    try {
      return free.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private CrossfadeException behind(String howLong) {
    return new CrossfadeException(
        ErrorCode.MIRROR_BEHIND,
        "All "
            + capacity
            + " places for mirrors were taken"
            + howLong
            + ": the other side is slower than the writes. Nothing was written: try again. If it stays so, see"
            + " docs/dual-writes.md#when-the-ledger-grows.");
  }
}

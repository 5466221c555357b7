package io.crossfade.engine;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.transfer.Timing;
import java.time.Duration;

/// What is done again and again beside the steps. Whatever goes wrong in one turn does not keep the
/// next from coming: nobody would notice that nothing is watched any more.
///
/// @param what for people
public record Turns(String what, Duration every, Journal journal, Timing timing) {

  /// Until its thread is interrupted.
  public void run(Runnable turn) {
    boolean told = false;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        turn.run();
        told = false;
      } catch (RuntimeException e) {
        if (!told && isUnforeseen(e)) {
          tell(e);
          told = true;
        }
      }
      try {
        timing.pause(every);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Not that somebody else was quicker, or that the store is away, which its own watch tells.
  private static boolean isUnforeseen(RuntimeException e) {
    return !Thread.currentThread().isInterrupted()
        && !(e instanceof CrossfadeException known && known.code() != ErrorCode.INTERNAL);
  }

  private void tell(RuntimeException e) {
    try {
      journal.note("%s has failed, and goes on: %s. Please report this.".formatted(what, e));
    } catch (CrossfadeException _) {
      // another process carries the migration on
    }
  }
}

package io.crossfade.transfer.stitch;

import io.crossfade.model.LoggedTransaction;
import java.time.Duration;

/** Lets the stream give one transaction at a time, so that each becomes a batch of its own. */
final class OneAtATime {
  private OneAtATime() {}

  /** A follower that may wait for a transaction has written the one before. */
  static void in(Hooks hooks) {
    boolean[] justGiven = {false};
    hooks.on(
        "ChangeStream.next",
        call -> {
          if (justGiven[0] && call.arguments()[0].equals(Duration.ZERO)) {
            return null;
          }
          Object next = call.proceed();
          justGiven[0] = next instanceof LoggedTransaction;
          return next;
        });
  }
}

package io.crossfade.client;

import io.crossfade.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * How far a router is.
 *
 * @param epoch the epoch that it confirms: no transaction begins under an older one any more
 * @param inFlight write transactions under way, of all epochs
 * @param drained whether every write transaction that began under an older epoch has ended
 * @param leaving whether the router is being closed, so that nobody waits for it any more
 * @param sequence grows with every state, so that one that arrives late does not undo a newer one
 * @param ended transactions that ended since the router began, or could not begin
 * @param failed those among them in which something failed
 * @param busyNanos how long they took together
 * @param ready the side for which this router is ready, should writes move there; null if for none
 */
public record RouterState(
    long epoch,
    long inFlight,
    boolean drained,
    boolean leaving,
    long sequence,
    long ended,
    long failed,
    long busyNanos,
    @Nullable Side ready) {
  /** A router that has no route yet. */
  public static final RouterState NONE = new RouterState(0, 0, false, false, 0);

  /** One that has counted nothing yet. */
  public RouterState(long epoch, long inFlight, boolean drained, boolean leaving, long sequence) {
    this(epoch, inFlight, drained, leaving, sequence, 0, 0, 0, null);
  }

  /** Whether both say the same to somebody who waits for a router. */
  boolean confirmsSameAs(RouterState other) {
    return epoch == other.epoch
        && drained == other.drained
        && leaving == other.leaving
        && ready == other.ready;
  }
}

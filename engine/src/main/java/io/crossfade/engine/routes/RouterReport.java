package io.crossfade.engine.routes;

import io.crossfade.model.Side;
import org.jspecify.annotations.Nullable;

/// How far a router is.
///
/// @param router its name; no two routers share one
/// @param epoch the epoch that it confirms: no transaction begins there under an older one any more
/// @param inFlight write transactions under way, of all epochs
/// @param drained whether every write transaction that began under an older epoch has ended
/// @param leaving whether it is being closed, so that nobody need wait for it
/// @param sequence grows with each report of this router
/// @param traffic what it has counted since it began; null where it does not count
/// @param ready how far it is with getting ready for writes to move; null where it does not say
public record RouterReport(
    String router,
    long epoch,
    long inFlight,
    boolean drained,
    boolean leaving,
    long sequence,
    @Nullable Traffic traffic,
    @Nullable Ready ready) {

  /// @param side for which it is ready; null if for none
  public record Ready(@Nullable Side side) {}

  /// Transactions of applications, as their routers have counted them.
  ///
  /// @param ended all of them
  /// @param failed those among them that failed, or could not begin
  /// @param busyNanos how long they took together
  public record Traffic(long ended, long failed, long busyNanos) {
    static final Traffic NONE = new Traffic(0, 0, 0);

    public Traffic since(Traffic before) {
      return new Traffic(
          ended - before.ended, failed - before.failed, busyNanos - before.busyNanos);
    }

    Traffic and(Traffic more) {
      return new Traffic(ended + more.ended, failed + more.failed, busyNanos + more.busyNanos);
    }
  }

  /// Whether a hold need not be put off for it.
  boolean isReadyFor(Side next) {
    return ready == null || ready.side == next;
  }

  boolean hasDrained(long wanted) {
    return epoch >= wanted && drained;
  }
}

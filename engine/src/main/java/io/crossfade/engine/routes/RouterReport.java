package io.crossfade.engine.routes;

/// How far a router is.
///
/// @param router its name; no two routers share one
/// @param epoch the epoch that it confirms: no transaction begins there under an older one any more
/// @param inFlight write transactions under way, of all epochs
/// @param drained whether every write transaction that began under an older epoch has ended
/// @param leaving whether it is being closed, so that nobody need wait for it
/// @param sequence grows with each report of this router
public record RouterReport(
    String router, long epoch, long inFlight, boolean drained, boolean leaving, long sequence) {

  boolean hasDrained(long wanted) {
    return epoch >= wanted && drained;
  }
}

package io.crossfade.demo.record;

/// How a transaction ended for the one who asked for it.
public enum Status {
  /// The commit was confirmed: every effect has to be there, once.
  ACK,
  /// The fence refused a client that bypasses the router, as it should: no effect may be there.
  REFUSED,
  /// Rolled back for a reason after which clients try again (serialization, deadlock); the next
  /// attempt has its own tag.
  RETRIED,
  /// The user saw it failing: no effect may be there.
  FAILED,
  /// The connection broke during the commit: all effects or none, and the user saw it failing.
  IN_DOUBT,
  /// The workload itself was killed between intent and outcome: all effects or none, and no user
  /// saw it.
  UNFINISHED
}

package io.crossfade.demo.screen;

import io.crossfade.demo.record.Attempt;
import io.crossfade.demo.record.Kind;
import io.crossfade.demo.record.Status;
import java.util.List;

/// What became of the workload's transactions.
///
/// @param failed those that a user saw failing, whatever became of them in the database
/// @param refused those of the client that bypasses the router, refused by the fence as they should
///   be
/// @param bypassed those of the same client that were acknowledged
/// @param retried attempts that a client made once more
public record Served(
    long acknowledged, long failed, long inDoubt, long refused, long bypassed, long retried) {

  public static Served of(List<Attempt> attempts) {
    long doubtful = count(attempts, Status.IN_DOUBT);
    return new Served(
        count(attempts, Status.ACK),
        count(attempts, Status.FAILED) + doubtful,
        doubtful + count(attempts, Status.UNFINISHED),
        count(attempts, Status.REFUSED),
        attempts.stream().filter(a -> a.kind() == Kind.BYPASS && a.status() == Status.ACK).count(),
        count(attempts, Status.RETRIED));
  }

  private static long count(List<Attempt> attempts, Status status) {
    return attempts.stream().filter(a -> a.status() == status).count();
  }
}

package io.crossfade.engine.approvals;

import io.crossfade.engine.MigrationEvent.ApprovalAsked;
import io.crossfade.engine.MigrationEvent.ApprovalGiven;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Somebody wants a step of one plan to begin.
///
/// @param plan its digest, see [PlanDigest]
/// @param by who has asked
/// @param refusal null while nobody has refused it
public record Request(String plan, String by, List<Given> given, @Nullable Refusal refusal) {
  public Request {
    given = List.copyOf(given);
  }

  /// @param until when it does not count any more
  public record Given(String by, Instant until) {}

  public record Refusal(String by, String reason) {}

  static Request of(ApprovalAsked asked) {
    return new Request(asked.plan(), asked.by(), List.<Given>of(), null);
  }

  /// Why this one may not approve it; empty where he may.
  Optional<String> whyNot(String approver, String ofPlan, Instant now) {
    if (refusal != null) {
      return Optional.of("it was refused by " + refusal.by());
    }
    if (!plan.equals(ofPlan)) {
      return Optional.of("it was asked for another plan, " + PlanDigest.brief(plan));
    }
    if (isSame(approver)) {
      return Optional.of("%s has asked for it, and nobody approves what he asks for".formatted(by));
    }
    return counting(now).anyMatch(each -> each.by().equals(approver))
        ? Optional.of(approver + " has approved it already")
        : Optional.empty();
  }

  /// Whoever has asked with the token of a process is known as `user@host`.
  boolean isSame(String approver) {
    return by.equals(approver) || by.startsWith(approver + "@");
  }

  /// Those that have not expired.
  Stream<Given> counting(Instant now) {
    return given.stream().filter(each -> now.isBefore(each.until()));
  }

  Request with(ApprovalGiven more) {
    Given newest = new Given(more.by(), Instant.parse(more.until()));
    Stream<Given> others = given.stream().filter(each -> !each.by().equals(more.by()));
    return new Request(plan, by, Stream.concat(others, Stream.of(newest)).toList(), refusal);
  }

  /// What was approved before is void.
  Request refused(Refusal why) {
    return new Request(plan, by, List.of(), why);
  }
}

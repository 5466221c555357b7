package io.crossfade.engine.manifest;

import io.crossfade.engine.StepName;
import java.time.Duration;
import java.util.List;

/// How many have to approve a step before it may begin.
///
/// @param from whose approval counts, by the names of their accounts; empty for every approver
/// @param expires how long an approval counts, from when it was given
public record ApprovalRule(StepName step, int count, List<String> from, Duration expires) {
  /// How long an approval counts where the manifest does not say it.
  public static final Duration A_DAY = Duration.ofHours(24);

  public ApprovalRule {
    from = List.copyOf(from);
  }

  /// Whether what this one says counts.
  public boolean counts(String who) {
    return from.isEmpty() || from.contains(who);
  }

  /// For people.
  @Override
  public String toString() {
    return "%s of %s, never of who asks for it; each counts for %s"
        .formatted(
            count == 1 ? "the approval of one" : "the approvals of " + count,
            from.isEmpty() ? "all approvers" : String.join(", ", from),
            Durations.print(expires));
  }
}

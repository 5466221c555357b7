package io.crossfade.engine.approvals;

import io.crossfade.engine.Status;
import io.crossfade.engine.manifest.ApprovalRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far the approval of a step is, for people and programs.
final class Standing {
  private Standing() {}

  /// @param plan the digest of the plan as it is now
  static Status.Approval of(ApprovalRule rule, String plan, Optional<Request> asked, Instant now) {
    Request request = asked.orElse(null);
    List<String> given =
        request == null || !request.plan().equals(plan)
            ? List.of()
            : request
                .counting(now)
                .map(Request.Given::by)
                .filter(by -> rule.counts(by) && !request.isSame(by))
                .distinct()
                .toList();
    boolean open = given.size() >= rule.count();
    return new Status.Approval(
        rule.step(),
        plan,
        rule.count(),
        rule.from(),
        request == null ? null : request.by(),
        given,
        request == null || request.refusal() == null ? null : request.refusal().by(),
        open,
        text(rule, plan, request, given, open));
  }

  private static String text(
      ApprovalRule rule, String plan, @Nullable Request request, List<String> given, boolean open) {
    if (request == null) {
      return "it needs %s; nobody has asked yet".formatted(rule);
    }
    if (request.refusal() != null) {
      String reason = request.refusal().reason();
      return "%s has refused what %s asked for%s"
          .formatted(
              request.refusal().by(), request.by(), reason.isEmpty() ? "" : " (" + reason + ")");
    }
    if (!request.plan().equals(plan)) {
      return "the plan was changed after %s had asked (its digest is %s now), and has to be approved anew"
          .formatted(request.by(), PlanDigest.brief(plan));
    }
    return "%d of %d have approved plan %s%s; %s has asked%s"
        .formatted(
            given.size(),
            rule.count(),
            PlanDigest.brief(plan),
            given.isEmpty() ? "" : ": " + String.join(", ", given),
            request.by(),
            open ? "" : may(rule, request));
  }

  private static String may(ApprovalRule rule, Request request) {
    List<String> may = rule.from().stream().filter(who -> !request.isSame(who)).toList();
    return rule.from().isEmpty()
        ? "; all other approvers may"
        : "; of these it counts: " + String.join(", ", may);
  }
}

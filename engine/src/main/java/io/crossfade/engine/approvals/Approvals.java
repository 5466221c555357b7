package io.crossfade.engine.approvals;

import io.crossfade.engine.MigrationEvent.ApprovalAsked;
import io.crossfade.engine.MigrationEvent.ApprovalGiven;
import io.crossfade.engine.MigrationEvent.ApprovalRefused;
import io.crossfade.engine.StepName;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What people have asked for and approved, as it is recorded. An approval that may not be given is
/// not recorded, whoever has let it pass before.
///
/// @param requests the last one of each step that was not used up
public record Approvals(Map<StepName, Request> requests) {
  public static final Approvals NONE = new Approvals(Map.of());

  public Approvals {
    requests = Map.copyOf(requests);
  }

  public Optional<Request> request(StepName step) {
    return Optional.ofNullable(requests.get(step));
  }

  public Approvals asked(ApprovalAsked asked) {
    return with(asked.step(), Request.of(asked));
  }

  /// Why it may not be given; empty where it may.
  public Optional<String> whyNot(ApprovalGiven given) {
    return request(given.step())
        .map(open -> open.whyNot(given.by(), given.plan(), Instant.parse(given.at())))
        .orElse(Optional.of("nobody has asked for it"));
  }

  /// Only where nothing speaks against it.
  public Approvals given(ApprovalGiven given) {
    return request(given.step()).map(open -> with(given.step(), open.with(given))).orElse(this);
  }

  public Approvals refused(ApprovalRefused refused) {
    return request(refused.step())
        .map(open ->
            with(refused.step(), open.refused(new Request.Refusal(refused.by(), refused.reason()))))
        .orElse(this);
  }

  /// What was approved has been done; the next time needs new ones.
  public Approvals used(StepName step) {
    Map<StepName, Request> fewer = copy();
    fewer.remove(step);
    return new Approvals(fewer);
  }

  private Approvals with(StepName step, Request request) {
    Map<StepName, Request> more = copy();
    more.put(step, request);
    return new Approvals(more);
  }

  private Map<StepName, Request> copy() {
    Map<StepName, Request> copy = new EnumMap<>(StepName.class);
    copy.putAll(requests);
    return copy;
  }
}

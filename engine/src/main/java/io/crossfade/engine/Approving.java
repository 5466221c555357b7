package io.crossfade.engine;

import java.util.List;

/// What people decide about steps that need more than one of them. Whoever passes a name on has to
/// know that it is theirs.
public interface Approving {
  /// What needs approval, in the order of the steps.
  List<Status.Approval> all();

  /// Asks for what the step needs. Nothing where it needs nothing now, or is asked for already.
  ///
  /// @param by who asks
  void ask(StepName step, String by);

  /// Says yes. NOT_PERMITTED where this one may not; NOT_ALLOWED_NOW where nobody has asked;
  /// CHANGED_MEANWHILE where it is about another plan.
  ///
  /// @param plan the digest, or at least the first twelve digits, of the plan that is meant
  Status.Approval approve(StepName step, String by, String plan);

  /// Says no: what others have approved is void. Also how somebody takes back his yes.
  Status.Approval refuse(StepName step, String by, String reason);
}

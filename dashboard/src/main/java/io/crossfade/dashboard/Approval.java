package io.crossfade.dashboard;

import io.crossfade.engine.Status;
import io.crossfade.engine.approvals.PlanDigest;
import java.util.List;

/// What somebody has to allow before a step may begin.
///
/// @param what the step
/// @param state how many have, and how many are needed
/// @param tone of the state
/// @param text for people
/// @param verbs to say yes and no with, or to ask with
public record Approval(String what, String state, Tone tone, String text, List<Verb> verbs) {
  public Approval {
    verbs = List.copyOf(verbs);
  }

  static List<Approval> of(Status status) {
    return status.gating().approvals().stream().map(Approval::of).toList();
  }

  private static Approval of(Status.Approval approval) {
    String step = approval.step().spelled();
    return new Approval(
        step,
        state(approval),
        approval.open() ? Tone.GOOD : Tone.WAITS,
        approval.text(),
        approval.isAsked() ? verbs(approval, step) : List.of(asking(step)));
  }

  private static String state(Status.Approval approval) {
    if (approval.open()) {
      return "approved";
    }
    if (approval.askedBy() == null) {
      return "not asked yet";
    }
    return approval.refusedBy() == null
        ? approval.given().size() + " of " + approval.needed()
        : "refused";
  }

  private static Verb asking(String step) {
    return new Verb(
        "ask?step=" + step,
        "Ask for " + step,
        "asks others to approve that %s begins".formatted(step),
        List.of("Nothing begins by that."),
        Verb.Kind.PLAIN,
        false);
  }

  private static List<Verb> verbs(Status.Approval approval, String step) {
    return List.of(
        new Verb(
            "approve?step=%s&plan=%s".formatted(step, approval.plan()),
            "Approve " + step,
            "says that %s may begin, by the plan as it is now (%s)"
                .formatted(step, PlanDigest.brief(approval.plan())),
            List.of("Look at the plan first. Nobody approves what they have asked for themselves."),
            approval.open() ? Verb.Kind.PLAIN : Verb.Kind.MAIN,
            false),
        new Verb(
            "refuse?step=" + step,
            "Refuse " + step,
            "says that %s must not begin".formatted(step),
            List.of("What others have approved of it is void, until it is asked for anew."),
            Verb.Kind.PLAIN,
            false));
  }
}

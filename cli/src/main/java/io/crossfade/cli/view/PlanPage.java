package io.crossfade.cli.view;

import io.crossfade.connector.Finding;
import io.crossfade.engine.Control;
import io.crossfade.engine.Figures;
import java.util.ArrayList;
import java.util.List;

/// A plan, for people: what would be done, then what would stop or disturb it.
public final class PlanPage {
  /// More than these nobody reads; `-o json` has all.
  private static final int MOST_DETAILS = 40;

  private PlanPage() {}

  public static List<String> of(Control.Plan plan) {
    List<String> lines = new ArrayList<>();
    lines.add("migration %s, strategy %s".formatted(plan.migration(), plan.strategy()));
    int number = 1;
    long seconds = 0;
    for (Control.PlannedStep step : plan.steps()) {
      lines.add(
          "%3d. %-12s %s%s"
              .formatted(
                  number++, step.step().spelled(), step.does(), step.done() ? " (done)" : ""));
      step.details().stream().limit(MOST_DETAILS).forEach(detail -> lines.add("       " + detail));
      if (step.details().size() > MOST_DETAILS) {
        lines.add("       and %d more".formatted(step.details().size() - MOST_DETAILS));
      }
      Control.Estimate estimate = step.estimate();
      if (estimate != null && estimate.bytes() > 0) {
        lines.add("       " + estimate(estimate));
        seconds += estimate.seconds();
      }
    }
    if (seconds > 0) {
      lines.add(
          "Up to the cutover about %s, at the pace that is assumed above; `status` tells the real one once it runs."
              .formatted(Figures.seconds(seconds)));
    }
    plan.notes().forEach(note -> lines.add("note: " + note));
    // the worst next to the prompt
    plan.findings().reversed().forEach(finding -> lines.add(word(finding) + finding));
    if (plan.problems().isEmpty()) {
      lines.add("Nothing stands in the way.");
    }
    return lines;
  }

  private static String word(Finding finding) {
    return switch (finding.severity()) {
      case STOPS -> "problem: ";
      case WARNS -> "warning: ";
      case NOTE -> "note: ";
    };
  }

  private static String estimate(Control.Estimate estimate) {
    return "%s%s: about %s at %s a second"
        .formatted(
            estimate.rows() < 0 ? "" : "about " + Figures.count(estimate.rows()) + " rows, ",
            Figures.bytes(estimate.bytes()),
            Figures.seconds(estimate.seconds()),
            Figures.bytes(estimate.assumed()));
  }
}

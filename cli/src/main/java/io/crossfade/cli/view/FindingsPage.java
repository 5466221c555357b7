package io.crossfade.cli.view;

import io.crossfade.connector.Finding;
import io.crossfade.engine.Control;
import io.crossfade.engine.NextStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What would stop or disturb a migration, for people: the worst first, what is alike together.
public final class FindingsPage {
  private static final int MOST_PLACES = 5;

  private FindingsPage() {}

  public static List<String> of(Control.Plan plan, List<NextStep> next) {
    List<String> lines = new ArrayList<>();
    Map<Finding, List<String>> places = new LinkedHashMap<>();
    for (Finding finding : plan.findings()) {
      Finding anywhere = new Finding(finding.severity(), finding.what(), "", finding.mend());
      places.computeIfAbsent(anywhere, unused -> new ArrayList<>()).add(finding.where());
    }
    places.forEach((finding, where) -> {
      lines.add("%-6s %s".formatted(word(finding.severity()), joined(where)));
      lines.add("       " + finding.what());
      lines.add("       -> " + finding.mend());
    });
    plan.notes().forEach(note -> lines.add("note   " + note));
    int stops = plan.problems().size();
    lines.add(
        stops == 0
            ? "Nothing would stop the migration %s.".formatted(plan.migration())
            : stops == 1
                ? "1 thing would stop the migration %s.".formatted(plan.migration())
                : "%d things would stop the migration %s.".formatted(stops, plan.migration()));
    next.forEach(step -> lines.add("  crossfade %s   %s".formatted(step.command(), step.does())));
    return lines;
  }

  private static String word(Finding.Severity severity) {
    return switch (severity) {
      case STOPS -> "STOPS";
      case WARNS -> "warns";
      case NOTE -> "note";
    };
  }

  private static String joined(List<String> where) {
    String some = String.join(", ", where.subList(0, Math.min(MOST_PLACES, where.size())));
    return where.size() <= MOST_PLACES
        ? some
        : some + " and %d more".formatted(where.size() - MOST_PLACES);
  }
}

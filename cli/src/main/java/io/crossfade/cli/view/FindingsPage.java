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
  private static final int WIDTH = 120;
  private static final int INDENT = 6;

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
      lines.addAll(wrapped("", finding.what()));
      lines.add("       -> " + finding.mend());
    });
    plan.notes().forEach(note -> lines.addAll(wrapped("note", note)));
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

  /// What is read, not what is copied: commands stay whole.
  private static List<String> wrapped(String word, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("%-6s".formatted(word));
    for (String next : text.split(" ")) {
      if (line.length() + 1 + next.length() > WIDTH && line.length() > INDENT) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(INDENT));
      }
      line.append(' ').append(next);
    }
    lines.add(line.toString());
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

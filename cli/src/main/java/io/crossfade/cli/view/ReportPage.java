package io.crossfade.cli.view;

import io.crossfade.engine.Figures;
import io.crossfade.engine.report.Report;
import io.crossfade.engine.report.ServedText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A migration's report as Markdown. Times are in UTC.
public final class ReportPage {
  private ReportPage() {}

  public static List<String> of(Report report) {
    List<String> lines = new ArrayList<>();
    Report.What what = report.what();
    lines.add("# Migration " + what.migration());
    lines.add("");
    lines.add(
        "%s; %s is written. Began %s, last event %s. Crossfade %s. All times are UTC."
            .formatted(
                what.phase(),
                what.authoritative(),
                time(what.began()),
                time(what.last()),
                String.join(", ", what.versions())));
    section(lines, "Steps", "| step | began | took | outcome | |", steps(report.steps()));
    section(
        lines,
        "Switches",
        "| number | what | began | outcome | transactions waited | parts |",
        report.switches().stream().map(ReportPage::row).toList());
    section(
        lines,
        "Comparison",
        "| table | rows | drift | unsettled | last verdict |",
        report.compared().tables().stream().map(ReportPage::row).toList());
    lines.add("");
    lines.add(
        "Rows told as different: %s; written over: %s."
            .formatted(
                Figures.count(report.compared().differed()),
                Figures.count(report.compared().repaired())));
    section(lines, "In numbers", "| | |", numbers(report.success()));
    lines.add("");
    lines.add("## What happened beside");
    report
        .remarks()
        .forEach(remark -> lines.add("- %s %s".formatted(time(remark.at()), cell(remark.text()))));
    return lines;
  }

  private static List<String> numbers(Report.Success success) {
    List<String> rows = new ArrayList<>();
    rows.add("| rows copied | %s |".formatted(Figures.count(success.rowsCopied())));
    rows.add("| switches made | %d |".formatted(success.switchesMade()));
    rows.add("| transactions waited | %s |".formatted(Figures.nanos(success.heldNanos())));
    rows.add(
        "| no transaction waited | %.4f %% of the time |".formatted(100 * success.available()));
    ServedText.rows(success)
        .forEach(row -> rows.add("| %s | %s |".formatted(row.get(0), row.get(1))));
    if (success.rollbackMillis() != null) {
      rows.add("| the rollback took | %s |".formatted(Figures.millis(success.rollbackMillis())));
    }
    rows.add("| paused | %s |".formatted(Figures.millis(success.pausedMillis())));
    rows.add(
        "| verdicts with drift, and the clean ones after them | %d |"
            .formatted(success.drift().size()));
    return rows;
  }

  private static void section(List<String> lines, String title, String head, List<String> rows) {
    lines.add("");
    lines.add("## " + title);
    if (rows.isEmpty()) {
      lines.add("None.");
      return;
    }
    lines.add(head);
    lines.add("|" + "---|".repeat(head.length() - head.replace("|", "").length() - 1));
    lines.addAll(rows);
  }

  private static List<String> steps(List<Report.StepTaken> steps) {
    return steps.stream()
        .map(step ->
            "| %s | %s | %s | %s | %s |"
                .formatted(
                    step.step().spelled(),
                    time(step.began()),
                    took(step),
                    step.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    cell(step.error().isEmpty() ? facts(step.facts()) : step.error())))
        .toList();
  }

  /// Nothing where nobody knows: it has not ended, or the clock was set back meanwhile.
  private static String took(Report.StepTaken step) {
    return step.ended() == null || step.ended().isBefore(step.began())
        ? ""
        : Figures.millis(Duration.between(step.began(), step.ended()).toMillis());
  }

  private static String row(Report.SwitchTried tried) {
    String parts =
        tried.phases().entrySet().stream()
            .map(part -> part.getKey() + " " + Figures.nanos(part.getValue()))
            .collect(Collectors.joining(", "));
    return "| %d | %s | %s | %s | %s | %s |"
        .formatted(
            tried.number(),
            tried.what(),
            time(tried.began()),
            cell(tried.outcome()),
            tried.heldNanos() == 0 ? "" : Figures.nanos(tried.heldNanos()),
            parts);
  }

  private static String row(Report.TableCompared table) {
    return "| %s | %s | %s | %s | %s |"
        .formatted(
            table.table(),
            Figures.count(table.rows()),
            Figures.count(table.drift()),
            Figures.count(table.unsettled()),
            time(table.at()));
  }

  private static String facts(Map<String, String> facts) {
    return new TreeMap<>(facts)
        .entrySet().stream()
            .map(fact -> fact.getKey() + " " + fact.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", "");
  }

  /// In one line, and in one cell.
  private static String cell(String text) {
    return text.replace('\n', ' ').replace("|", "\\|");
  }
}

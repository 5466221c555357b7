package io.crossfade.server.pages;

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

/// A migration's report as a page that can be kept as a file, and printed. Times are in UTC.
public final class ReportSheet {
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  private ReportSheet() {}

  /// @param asked who asked for what
  public static String of(Report report, List<ActAndOutcome> asked) {
    Report.What what = report.what();
    Sheet sheet =
        new Sheet(
            "Migration " + what.migration(),
            "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">"
                .formatted(Sheet.escaped(Sheet.POLICY.replaceFirst("; frame-ancestors.*", ""))));
    sheet.paragraph(
        "%s; the %s is written. Began %s, last event %s. Crossfade %s. All times are UTC."
            .formatted(
                what.phase(),
                what.authoritative().spelled(),
                time(what.began()),
                time(what.last()),
                String.join(", ", what.versions())));
    sheet.section("In numbers").table(List.of("", ""), numbers(report));
    sheet
        .section("Steps")
        .table(List.of("step", "began", "took", "outcome", ""), steps(report.steps()));
    sheet
        .section("Switches")
        .table(
            List.of("number", "what", "began", "outcome", "transactions waited", "parts"),
            switches(report.switches()));
    sheet
        .section("Comparison")
        .table(
            List.of("table", "rows", "drift", "unsettled", "last verdict"),
            verdicts(report.compared().tables()));
    sheet
        .section("Drift")
        .table(
            List.of("table", "rows", "drift", "unsettled", "verdict"),
            verdicts(report.success().drift()));
    sheet
        .section("Approvals")
        .table(List.of("at", "who", "what", "step", "plan"), approvals(report.approvals()));
    sheet
        .section("Artifacts")
        .table(
            List.of("what", "at", "SHA-256"),
            report.artifacts().stream()
                .map(one -> List.of(one.what(), time(one.at()), one.sha256()))
                .toList());
    sheet
        .section("Who asked for what")
        .table(
            List.of("at", "who", "what", "outcome"),
            asked.stream()
                .map(one -> List.of(time(one.at()), one.who(), one.what(), one.outcome()))
                .toList());
    sheet
        .section("What happened beside")
        .table(
            List.of("at", ""),
            report.remarks().stream()
                .map(remark -> List.of(time(remark.at()), remark.text()))
                .toList());
    return sheet.html();
  }

  private static List<List<String>> numbers(Report report) {
    Report.Success success = report.success();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("rows copied", count(success.rowsCopied())));
    rows.add(List.of("switches made", count(success.switchesMade())));
    rows.add(List.of("transactions waited", seconds(success.heldNanos() / NANOS)));
    rows.add(
        List.of(
            "no transaction waited",
            String.format(Locale.ROOT, "%.4f %% of the time", 100 * success.available())));
    rows.addAll(ServedText.rows(success));
    if (success.rollbackMillis() != null) {
      rows.add(List.of("the rollback took", seconds(success.rollbackMillis() / MILLIS)));
    }
    rows.add(List.of("paused", seconds(success.pausedMillis() / MILLIS)));
    rows.add(List.of("rows told as different", count(report.compared().differed())));
    rows.add(List.of("rows written over", count(report.compared().repaired())));
    return rows;
  }

  private static List<List<String>> steps(List<Report.StepTaken> steps) {
    return steps.stream()
        .map(step ->
            List.of(
                step.step().spelled(),
                time(step.began()),
                took(step),
                step.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                step.error().isEmpty() ? facts(step.facts()) : step.error()))
        .toList();
  }

  /// Nothing where nobody knows: it has not ended, or the clock was set back meanwhile.
  private static String took(Report.StepTaken step) {
    return step.ended() == null || step.ended().isBefore(step.began())
        ? ""
        : seconds(Duration.between(step.began(), step.ended()).toMillis() / MILLIS);
  }

  private static List<List<String>> switches(List<Report.SwitchTried> switches) {
    return switches.stream()
        .map(tried ->
            List.of(
                count(tried.number()),
                tried.what(),
                time(tried.began()),
                tried.outcome(),
                tried.heldNanos() == 0 ? "" : seconds(tried.heldNanos() / NANOS),
                tried.phases().entrySet().stream()
                    .map(part -> part.getKey() + " " + seconds(part.getValue() / NANOS))
                    .collect(Collectors.joining(", "))))
        .toList();
  }

  private static List<List<String>> approvals(List<Report.Approved> approvals) {
    return approvals.stream()
        .map(one ->
            List.of(
                time(one.at()),
                one.by(),
                one.given() ? "approved" : "refused",
                one.step().spelled(),
                one.plan()))
        .toList();
  }

  private static List<List<String>> verdicts(List<Report.TableCompared> tables) {
    return tables.stream()
        .map(table ->
            List.of(
                table.table().toString(),
                count(table.rows()),
                count(table.drift()),
                count(table.unsettled()),
                time(table.at())))
        .toList();
  }

  private static String facts(Map<String, String> facts) {
    return new TreeMap<>(facts)
        .entrySet().stream()
            .map(fact -> fact.getKey() + " " + fact.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f s", seconds);
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", "");
  }
}

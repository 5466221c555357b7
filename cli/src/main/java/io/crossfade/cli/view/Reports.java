package io.crossfade.cli.view;

import io.crossfade.engine.Control;
import io.crossfade.engine.Decision;
import io.crossfade.engine.Figures;
import io.crossfade.model.Side;
import java.util.ArrayList;
import java.util.List;

/// What verbs have to tell, for people.
public final class Reports {
  private Reports() {}

  public static List<String> of(Control.VerifyReport report) {
    List<String> lines = new ArrayList<>();
    for (Control.TableReport table : report.tables()) {
      lines.add(
          "%-40s %15s rows  drift %s%s%s%s"
              .formatted(
                  table.table(),
                  Figures.count(table.rows()),
                  Figures.count(table.drift()),
                  table.columns().isEmpty() ? "" : " in " + String.join(", ", table.columns()),
                  table.unsettled() == 0 ? "" : "  unsettled " + Figures.count(table.unsettled()),
                  table.repaired() == 0 ? "" : "  repaired " + Figures.count(table.repaired())));
    }
    lines.add(
        report.clean()
            ? "Both sides are the same."
            : "The sides differ. `crossfade verify --repair` writes the proven differences over.");
    return lines;
  }

  public static List<String> of(Control.SwitchReport report) {
    List<String> lines = new ArrayList<>();
    Side written = report.route().writes().authoritative();
    lines.add(
        report.decision() == Decision.FLIP
            ? "Done: %s is written and read (epoch %d).".formatted(written, report.route().epoch())
            : "Not done: %s. Everything is as before: %s is written (epoch %d)."
                .formatted(report.reason(), written, report.route().epoch()));
    lines.addAll(phases(report));
    Control.LossWindow lost = report.lost();
    if (lost != null) {
      lines.add(
          "Given up: what %s acknowledged after its position %s%s. It stays there for review."
              .formatted(
                  lost.abandoned(),
                  lost.position(),
                  lost.since() == null ? "" : " (" + lost.since() + ")"));
    }
    return lines;
  }

  public static List<String> paused(Control.PauseReport report) {
    return List.of(
        (report.changed() ? "Paused" : "It was paused before,") + " " + report.pause() + ".",
        "The streams go on: what is written arrives. `crossfade resume` ends the pause.");
  }

  public static List<String> resumed(Control.PauseReport report) {
    if (report.pause() == null) {
      return List.of(
          report.changed()
              ? "What a gate asked for is revoked; it was not paused."
              : "It was not paused: nothing to do.");
    }
    return List.of("The pause has ended (it was " + report.pause() + ").");
  }

  public static List<String> of(Control.ThrottleReport report) {
    return List.of(
        report.before().equals(report.now())
            ? "The throttle was so before: %s.".formatted(report.now())
            : "The throttle is %s (it was %s).".formatted(report.now(), report.before()));
  }

  public static List<String> of(Control.RehearsalReport report) {
    List<String> lines = new ArrayList<>();
    String step = report.from() == Side.SOURCE ? "cutover" : "rollback";
    lines.add(
        report.passed()
            ? "Rehearsed: a %s would have held new transactions for %s. Nobody has moved."
                .formatted(step, Figures.nanos(report.report().heldNanos()))
            : "A %s would have been called off: %s. Nobody has moved."
                .formatted(step, report.report().reason()));
    lines.addAll(phases(report.report()));
    report
        .refusals()
        .forEach(refusal -> lines.add("would refuse the %s now: %s".formatted(step, refusal)));
    return lines;
  }

  public static List<String> of(Control.RepairReport report) {
    if (report.repaired().isEmpty()) {
      return List.of("Nothing was left behind: there is nothing to mend.");
    }
    List<String> lines = new ArrayList<>();
    for (Control.Repaired one : report.repaired()) {
      lines.add("%s, on %s:".formatted(one.what(), one.where()));
      String prefix = report.dryRun() ? "would be done: " : one.mended() ? "" : "NOT mended: ";
      lines.add("  " + prefix + one.done());
    }
    return lines;
  }

  private static List<String> phases(Control.SwitchReport report) {
    return report.phases().entrySet().stream()
        .map(phase -> "  %-20s %12s".formatted(phase.getKey(), Figures.nanos(phase.getValue())))
        .toList();
  }

  public static List<String> of(Control.EndReport report) {
    List<String> lines = new ArrayList<>();
    lines.add("The migration has ended: %s.".formatted(report.phase()));
    report.left().forEach(left -> lines.add("Left behind on purpose: " + left));
    return lines;
  }
}

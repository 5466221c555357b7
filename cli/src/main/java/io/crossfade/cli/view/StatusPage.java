package io.crossfade.cli.view;

import io.crossfade.engine.Figures;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.NextStep;
import io.crossfade.engine.PaceSetting;
import io.crossfade.engine.Status;
import io.crossfade.model.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A migration in a few lines, for people.
public final class StatusPage {
  private static final int BAR = 24;

  private StatusPage() {}

  public static List<String> of(Status status, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(
        style.bold(status.where().migration())
            + "  "
            + StatusLine.step(status.where())
            + (status.where().running() ? "" : "  " + style.faint("(no process carries it on)")));
    if (status.outlook().paused() != null) {
      lines.add(label(style, "paused") + style.bad(status.outlook().paused().toString()));
    }
    if (isThrottled(status.outlook().throttled())) {
      lines.add(label(style, "throttle") + throttled(status.outlook().throttled()));
    }
    lines.add(label(style, "copy") + copy(status.copy()));
    if (status.copy().etaSeconds() != null) {
      lines.add(label(style, "left") + Figures.seconds(status.copy().etaSeconds()));
    }
    lines.add(label(style, "follow") + follow(status.follow()));
    lines.add(label(style, "compare") + compare(status.compare(), style));
    lines.add(label(style, "traffic") + traffic(status.traffic()));
    if (status.traffic().rollout() != null) {
      lines.add(label(style, "rollout") + rollout(status.traffic().rollout()));
    }
    if (!status.traffic().ledger().equals(Status.Ledger.NONE)) {
      lines.add(label(style, "ledger") + ledger(status.traffic().ledger(), style));
    }
    status
        .traffic()
        .whoIsCutOff()
        .ifPresent(who -> lines.add(label(style, "pinned") + style.bad(who)));
    lines.add(label(style, "way back") + wayBack(status.traffic().rollback(), style));
    if (status.traffic().rehearsed() != null) {
      lines.add(label(style, "rehearsed") + rehearsed(status.traffic().rehearsed()));
    }
    gates(status.gating(), style, lines);
    for (Status.Approval approval : status.gating().approvals()) {
      lines.add(label(style, "approval") + approval(approval, style));
    }
    if (status.outlook().closed() != null) {
      lines.add(label(style, "calendar") + closed(status.outlook().closed()));
    }
    if (status.outlook().lastError() != null) {
      lines.add(label(style, "error") + style.bad(status.outlook().lastError()));
    }
    for (NextStep next : status.outlook().nextSteps()) {
      lines.add(
          label(style, "next") + "crossfade " + next.command() + style.faint("  " + next.does()));
    }
    return lines;
  }

  private static void gates(Status.Gating gating, Style style, List<String> lines) {
    Status.Baking bake = gating.bake();
    if (bake != null) {
      lines.add(label(style, "bake") + bake(bake, style));
    }
    for (Status.Gated gate : gating.gates()) {
      if (gate.asked()) {
        lines.add(label(style, "gate") + gate(gate, style));
      }
    }
    gating.unusual().forEach(what -> lines.add(label(style, "metrics") + what));
  }

  private static String bake(Status.Baking bake, Style style) {
    if (bake.failed() != null) {
      return style.bad(
          "is rolled back for gate " + bake.failed() + "; `crossfade resume` revokes that");
    }
    return bake.over()
        ? "over"
        : "since %s%s"
            .formatted(bake.since(), bake.until() == null ? "" : ", until " + bake.until());
  }

  private static String gate(Status.Gated gate, Style style) {
    String state = gate.name() + " " + gate.state().name().toLowerCase(Locale.ROOT);
    String shown =
        switch (gate.state()) {
          case PASSING -> style.good(state);
          case FAILING -> style.bad(state);
          case WAITING, INCONCLUSIVE -> state;
        };
    return "%s since %s: %s".formatted(shown, gate.since(), gate.text());
  }

  private static boolean isThrottled(Status.Throttled throttled) {
    return throttled.rowsPerSecond() != null
        || throttled.because() != null
        || throttled.setting().mode() != PaceSetting.Mode.ADAPTIVE;
  }

  private static String throttled(Status.Throttled throttled) {
    Long limit = throttled.rowsPerSecond();
    return throttled.setting()
        + (limit == null ? "" : "; now %s rows/s".formatted(Figures.count(limit)))
        + (throttled.because() == null ? "" : ": " + throttled.because());
  }

  private static String label(Style style, String label) {
    return style.faint("%-10s".formatted(label));
  }

  private static String copy(Status.Copying copy) {
    if (copy.totalChunks() == 0) {
      return "not begun";
    }
    int percent = Figures.percent(copy.rows(), copy.totalRows());
    int full = BAR * percent / 100;
    return "%s%s %d %%  %s of %s rows, %s/s, chunk %d of %d"
        .formatted(
            "█".repeat(full),
            "░".repeat(BAR - full),
            percent,
            Figures.count(copy.rows()),
            Figures.count(copy.totalRows()),
            Figures.count(Math.round(copy.rowsPerSecond())),
            copy.chunks(),
            copy.totalChunks());
  }

  private static String follow(Status.Following follow) {
    if (!follow.streaming()) {
      return "no stream; %s changes applied".formatted(Figures.count(follow.changesApplied()));
    }
    return "lag %s, %s; %s changes applied"
        .formatted(
            follow.lagBytes() == null ? "unknown" : Figures.bytes(follow.lagBytes()),
            follow.lagMillis() == null ? "unknown" : Figures.millis(follow.lagMillis()),
            Figures.count(follow.changesApplied()));
  }

  private static String compare(Status.Comparing compare, Style style) {
    if (compare.tables() == 0) {
      return "not yet";
    }
    String drift = "drift " + Figures.count(compare.drift());
    return "%s rows, tables: %d, %s%s"
        .formatted(
            Figures.count(compare.rows()),
            compare.tables(),
            compare.drift() == 0 ? style.good(drift) : style.bad(drift),
            compare.unsettled() == 0
                ? ""
                : ", " + Figures.count(compare.unsettled()) + " unsettled");
  }

  private static String traffic(Status.Traffic traffic) {
    return "%s, %d routers".formatted(StatusLine.traffic(traffic.route()), traffic.routers());
  }

  private static String ledger(Status.Ledger ledger, Style style) {
    String pending = Figures.count(ledger.pending()) + " pending";
    return (ledger.pending() == 0 ? style.good(pending) : style.bad(pending))
        + (ledger.apart() == 0 ? "" : ", " + Figures.count(ledger.apart()) + " of them apart")
        + (ledger.lost() == 0 ? "" : ", routers lost: " + ledger.lost())
        + ", mismatches: "
        + Figures.count(ledger.mismatches());
  }

  private static String rollout(Status.RollingOut at) {
    return "step %d of %d: %s, since %s%s"
        .formatted(
            at.number(),
            at.of(),
            at.does(),
            at.since(),
            at.next() == null ? "" : "; then " + at.next());
  }

  private static String approval(Status.Approval approval, Style style) {
    String text = "%s: %s".formatted(approval.step().spelled(), approval.text());
    return approval.open() ? style.good(text) : text;
  }

  private static String closed(Status.Closed closed) {
    return "%s is %s".formatted(closed.step().spelled(), closed.text());
  }

  private static String rehearsed(MigrationEvent.Rehearsed last) {
    return "%s, %s"
        .formatted(
            last.from() == Side.SOURCE ? "cutover" : "rollback",
            last.passed()
                ? "would have held transactions for " + Figures.nanos(last.heldNanos())
                : "would have been called off: " + last.reason());
  }

  private static String wayBack(Status.Readiness readiness, Style style) {
    return readiness.ready()
        ? style.good("open")
        : "not open: " + String.join("; ", readiness.whyNot());
  }
}

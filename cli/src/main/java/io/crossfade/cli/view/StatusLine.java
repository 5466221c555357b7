package io.crossfade.cli.view;

import io.crossfade.engine.Figures;
import io.crossfade.engine.Status;
import io.crossfade.engine.gates.GateState;
import io.crossfade.model.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A migration in one line, for pipes and logs.
public final class StatusLine {
  private StatusLine() {}

  public static String of(Status status) {
    List<String> parts = new ArrayList<>();
    parts.add(step(status.where()));
    if (status.outlook().paused() != null) {
      parts.add("PAUSED");
    }
    Status.Copying copy = status.copy();
    if (copy.totalChunks() > 0) {
      parts.add(
          "rows %s/%s %d %%"
              .formatted(
                  Figures.count(copy.rows()),
                  Figures.count(copy.totalRows()),
                  Figures.percent(copy.rows(), copy.totalRows())));
      if (copy.chunks() < copy.totalChunks()) {
        parts.add(Figures.count(Math.round(copy.rowsPerSecond())) + " rows/s");
      }
    }
    if (status.outlook().throttled().because() != null) {
      parts.add("throttled: " + status.outlook().throttled().because());
    }
    if (copy.etaSeconds() != null) {
      parts.add("eta " + Figures.seconds(copy.etaSeconds()));
    }
    parts.addAll(following(status.follow()));
    if (status.compare().tables() > 0) {
      parts.add("drift " + Figures.count(status.compare().drift()));
    }
    parts.add(traffic(status.traffic().route()));
    parts.addAll(gates(status.gating()));
    if (status.outlook().lastError() != null) {
      parts.add("error " + status.outlook().lastError());
    } else if (status.gating().approvals().stream().anyMatch(Status.Approval::isAwaited)) {
      parts.add("waits for approval");
    } else if (status.outlook().closed() != null) {
      parts.add("waits for: the calendar, " + status.outlook().closed().text());
    } else if (status.outlook().waitsFor() != null) {
      parts.add("waits for: crossfade " + status.outlook().waitsFor());
    }
    return String.join("  ", parts);
  }

  static String step(Status.Where where) {
    return where.step() == null
        ? where.phase().name()
        : where.phase() + " > " + where.step().spelled();
  }

  static String traffic(Route route) {
    return "writes %s reads %d %% %s epoch %d%s"
        .formatted(
            route.writes(),
            route.percent(),
            route.reads(),
            route.epoch(),
            route.held() ? " HELD" : "");
  }

  /// Only what keeps anything from going on.
  private static List<String> gates(Status.Gating gating) {
    List<String> parts = new ArrayList<>();
    Status.Baking bake = gating.bake();
    if (bake != null && !bake.over()) {
      parts.add("bakes" + (bake.until() == null ? "" : " until " + bake.until()));
    }
    gating.gates().stream()
        .filter(Status.Gated::asked)
        .filter(gate -> gate.state() == GateState.FAILING || gate.state() == GateState.INCONCLUSIVE)
        .forEach(gate ->
            parts.add(
                "gate %s %s".formatted(gate.name(), gate.state().name().toLowerCase(Locale.ROOT))));
    return parts;
  }

  private static List<String> following(Status.Following follow) {
    List<String> parts = new ArrayList<>();
    if (follow.streaming()) {
      if (follow.lagBytes() != null) {
        parts.add("lag " + Figures.bytes(follow.lagBytes()));
      }
      if (follow.lagMillis() != null) {
        parts.add(Figures.millis(follow.lagMillis()));
      }
      parts.add("applied " + Figures.count(follow.changesApplied()));
    }
    return parts;
  }
}

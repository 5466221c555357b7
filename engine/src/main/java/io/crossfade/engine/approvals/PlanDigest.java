package io.crossfade.engine.approvals;

import io.crossfade.engine.calendar.Calendar;
import io.crossfade.engine.calendar.Window;
import io.crossfade.engine.manifest.Course;
import io.crossfade.engine.manifest.GateRule;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.Metric;
import io.crossfade.engine.manifest.WhatMoves;
import io.crossfade.engine.mapping.MappingPlan;
import io.crossfade.model.Column;
import io.crossfade.model.Sha256;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What somebody approves, as a number: what is moved, how traffic moves, and the tables as they
/// were taken up. Neither the pace nor users and secrets are part of it.
public final class PlanDigest {
  private static final int BRIEF = 12;

  private PlanDigest() {}

  /// 64 hexadecimal digits. The same plan has the same ones in every process of one version of
  /// Crossfade; another version may carry it out in another way, and may have others.
  public static String of(Manifest manifest, MappingPlan mappings) {
    List<String> lines = new ArrayList<>();
    lines.add(WhatMoves.of(manifest).text());
    course(manifest.course(), lines);
    mappings.forward().tables().forEach(mapping -> lines.add(table(mapping)));
    return Sha256.hex(String.join("\n", lines));
  }

  /// As far as people compare it.
  public static String brief(String digest) {
    return digest.length() <= BRIEF ? digest : digest.substring(0, BRIEF);
  }

  /// Whether somebody who has read that much of a digest means this one.
  public static boolean isMeant(String digest, String read) {
    return read.length() >= BRIEF && digest.startsWith(read);
  }

  private static void course(Course course, List<String> lines) {
    lines.add("strategy " + course.strategy());
    lines.add("rollout " + course.rollout());
    lines.add("cutover " + course.cutover());
    lines.add("reverse " + course.reverse());
    lines.add("calendar " + calendar(course.calendar()));
    course.gates().forEach(gate -> lines.add("gate " + gate(gate)));
  }

  /// Sets have no order of their own.
  private static String calendar(Calendar calendar) {
    return "%s %s %s %s"
        .formatted(
            calendar.zone(),
            calendar.windows().stream().map(Window::toString).collect(Collectors.joining("; ")),
            calendar.freezes(),
            new TreeSet<>(calendar.steps()));
  }

  private static String gate(GateRule gate) {
    String where = gate.metric() instanceof Metric.Prometheus prometheus ? prometheus.url() : "";
    return "%s %s %s %s %s"
        .formatted(gate.name(), gate.asked(), where, gate.limits(), new TreeSet<>(gate.moments()));
  }

  private static String table(TableMapping mapping) {
    Table from = mapping.from();
    return "table %s (%s) key %s to %s: %s"
        .formatted(
            from.name(),
            from.columns().stream().map(PlanDigest::column).collect(Collectors.joining(", ")),
            from.key(),
            mapping.to().name(),
            mapping.columns());
  }

  private static String column(Column column) {
    return column.name() + " " + column.type() + (column.nullable() ? "" : " not null");
  }
}

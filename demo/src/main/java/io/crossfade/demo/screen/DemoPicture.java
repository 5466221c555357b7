package io.crossfade.demo.screen;

import io.crossfade.cli.view.Picture;
import io.crossfade.cli.view.Style;
import io.crossfade.demo.load.Traffic;
import io.crossfade.demo.record.Status;
import io.crossfade.engine.Figures;
import java.util.ArrayList;
import java.util.List;

/// The migration's own picture, with the demo's acts above it and the workload below.
public record DemoPicture(Picture migration, Acts acts, Traffic traffic, Style style)
    implements Picture {

  @Override
  public List<String> page() {
    List<String> lines = new ArrayList<>(acts.page());
    lines.addAll(migration.page());
    lines.add(style.faint("%-10s".formatted("workload")) + workload());
    return lines;
  }

  @Override
  public String line() {
    return migration.line() + "  " + workload();
  }

  private String workload() {
    return "tx %s (%s/s), %d failed"
        .formatted(
            Figures.count(traffic.count(Status.ACK)),
            Figures.count(traffic.rate()),
            traffic.count(Status.FAILED) + traffic.count(Status.IN_DOUBT));
  }
}

package io.crossfade.server.pages;

import io.crossfade.engine.report.Report;
import java.util.List;

/// What happened to a migration, and who asked for what.
public record TeamReport(Report report, List<Asked> asked) {
  public TeamReport {
    asked = List.copyOf(asked);
  }

  public String html() {
    return ReportSheet.of(report, asked);
  }
}

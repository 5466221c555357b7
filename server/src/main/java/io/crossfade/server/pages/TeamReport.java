package io.crossfade.server.pages;

import io.crossfade.engine.audit.Audit;
import io.crossfade.engine.report.Report;
import io.crossfade.server.hosting.Migrations;
import java.util.List;

/// What happened to a migration, and who asked for what.
public record TeamReport(Report report, List<ActAndOutcome> asked) {
  public TeamReport {
    asked = List.copyOf(asked);
  }

  /// As it is now.
  public static TeamReport of(String migration, Migrations migrations, Audit audit) {
    return new TeamReport(
        Report.of(migrations.events(migration, 0, Integer.MAX_VALUE)),
        ActAndOutcome.of(migration, audit));
  }

  public String html() {
    return ReportSheet.of(report, asked);
  }
}

package io.crossfade.engine.steps;

import io.crossfade.connector.Problem;
import io.crossfade.engine.Control.TableReport;
import io.crossfade.engine.Control.VerifyReport;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.StepName;
import io.crossfade.engine.comparing.Verification;
import io.crossfade.engine.shape.Due;
import io.crossfade.engine.shape.KnownTable;
import io.crossfade.engine.shape.KnownTables;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Compares every row on both sides; refuses to go on while any differs.
public final class Verify implements Step {
  private final Verification verification;
  private final Journal journal;

  public Verify(Verification verification, Journal journal) {
    this.verification = verification;
    this.journal = journal;
  }

  @Override
  public StepName name() {
    return StepName.VERIFY;
  }

  @Override
  public List<Problem> check() {
    return List.of();
  }

  @Override
  public Map<String, String> run() {
    Set<TableName> adjusted = adjusted();
    VerifyReport report = verification.run(table -> adjusted.contains(table.from().name()));
    if (!report.clean()) {
      throw new CrossfadeException(
          ErrorCode.DRIFT_FOUND,
          "rows differ: "
              + report.tables().stream()
                  .filter(t -> t.drift() + t.unsettled() > 0)
                  .map(Verify::told)
                  .collect(Collectors.joining(", "))
              + "; look at the events, then `crossfade verify --repair`");
    }
    adjusted.forEach(table -> journal.record(new MigrationEvent.TableFollowed(table)));
    return Map.of(
        "rows", "" + report.tables().stream().mapToLong(t -> t.rows()).sum(), "drift", "0");
  }

  private static String told(TableReport table) {
    return "%s (%d differ%s, %d changed too often to tell)"
        .formatted(
            table.table(),
            table.drift(),
            table.columns().isEmpty() ? "" : " in " + String.join(", ", table.columns()),
            table.unsettled());
  }

  /// Those that got columns while they were moved. Their rows may lack values which the log did not
  /// tell, and are repaired without a question.
  private Set<TableName> adjusted() {
    return KnownTables.of(journal.state().progress()).due().stream()
        .filter(table -> table.due() == Due.COMPARE)
        .map(KnownTable::name)
        .collect(Collectors.toSet());
  }

  /// A verdict is only knowledge.
  @Override
  public void undo() {}
}

package io.crossfade.engine.comparing;

import io.crossfade.connector.Problem;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.engine.Setup;
import io.crossfade.model.Direction;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// That both sides are equal, as far as it was shown: every table was compared, no row differed,
/// and nobody has done anything since that makes a verdict void. Asks no database.
public record Proof(Setup setup, Journal journal) {

  /// What of it is missing now.
  public List<Problem> missing() {
    Map<TableName, VerdictReached> verdicts = journal.state().verdicts();
    List<Problem> problems = new ArrayList<>();
    for (TableMapping table : setup.mapping(Direction.FORWARD).tables()) {
      TableName name = table.name();
      VerdictReached verdict = verdicts.get(name);
      if (verdict == null) {
        problems.add(new Problem("it was not compared yet", name.toString(), "crossfade verify"));
      } else if (verdict.drift() > 0) {
        problems.add(
            new Problem(
                verdict.drift() + " rows differ",
                name.toString(),
                "look at the events, then `crossfade verify --repair`"));
      } else if (verdict.unsettled() > 0) {
        problems.add(
            new Problem(
                verdict.unsettled() + " rows are compared again, or were not settled",
                name.toString(),
                "try again soon; where that does not help, `crossfade verify`"));
      }
    }
    return problems;
  }
}

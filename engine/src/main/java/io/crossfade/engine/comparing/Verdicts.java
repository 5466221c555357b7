package io.crossfade.engine.comparing;

import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent.RowDiffers;
import io.crossfade.engine.MigrationEvent.RowRepaired;
import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.model.Direction;
import io.crossfade.model.RowDifference;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Where verdicts and drift are recorded. A table has one name here, that of the target, whichever
/// side is the measure: the same rows must not have two verdicts of which a gate sees only one. Of
/// several that become one each has that of the source, and rows the keys that they have there.
final class Verdicts {
  private static final int TOLD = 10;

  private final Journal journal;

  Verdicts(Journal journal) {
    this.journal = journal;
  }

  static TableName name(Direction direction, TableMapping table) {
    return ((direction == Direction.FORWARD) == table.isSliced() ? table.from() : table.to())
        .name();
  }

  /// The last one; null where the table was not compared yet.
  @Nullable VerdictReached last(TableName table) {
    return journal.state().verdicts().get(table);
  }

  void record(VerdictReached verdict) {
    journal.record(verdict);
  }

  /// Which rows differ, and how; only the first ones, for all of them could be millions.
  void tell(Direction direction, TableName table, Collection<RowDifference> drift) {
    drift.stream()
        .limit(TOLD)
        .forEach(row ->
            journal.record(
                new RowDiffers(table, row.key(), row.kind(), direction.to(), row.columns())));
  }

  void repaired(TableName table, RowDifference row) {
    journal.record(new RowRepaired(table, row.key(), row.kind()));
  }
}

package io.crossfade.engine;

import io.crossfade.connector.Catalog;
import io.crossfade.connector.Database;
import io.crossfade.engine.shape.Due;
import io.crossfade.engine.shape.KnownTable;
import io.crossfade.engine.shape.KnownTables;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Brings the target's tables into the shape that those of the source have got since they were
/// taken up. Before any stream runs; undoes the steps that stand on the older shape.
final class Reshape {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Setup setup;
  private final Journal journal;
  private final StepsBack stepsBack;

  Reshape(Setup setup, Journal journal, StepsBack stepsBack) {
    this.setup = setup;
    this.journal = journal;
    this.stepsBack = stepsBack;
  }

  /// Repeatable, from wherever a process before was killed.
  void runIfDue() {
    List<KnownTable> due = KnownTables.of(journal.state().progress()).due();
    List<TableMapping> copied = mapped(due, Due.COPY);
    List<TableMapping> adjusted = mapped(due, Due.ADJUST);
    if (copied.isEmpty() && adjusted.isEmpty()) {
      return;
    }
    stepsBack.to(copied.isEmpty() ? StepName.VERIFY : StepName.BACKFILL);
    Catalog target = setup.database(Side.TARGET).catalog();
    adjusted.forEach(table -> target.adjust(table.to()));
    copied.forEach(table -> makeAnew(setup.database(Side.TARGET), table));
    if (!copied.isEmpty()) {
      takeIn();
    }
    adjusted.forEach(this::followed);
    copied.forEach(this::followed);
  }

  private List<TableMapping> mapped(List<KnownTable> due, Due what) {
    List<TableName> names =
        due.stream().filter(table -> table.due() == what).map(KnownTable::name).toList();
    return setup.mapping(Direction.FORWARD).tables().stream()
        .filter(table -> names.contains(table.from().name()))
        .toList();
  }

  /// The chunks go with the rows: a table without any would count as copied, but no stream runs.
  private void makeAnew(Database target, TableMapping table) {
    target.catalog().drop(List.of(table.to()));
    target.workspace().forget(setup.lease(), table.from().name());
    target.catalog().create(List.of(table.to()));
    requireFit(target.catalog(), table.to());
  }

  /// One that we have not made is still there.
  private static void requireFit(Catalog target, Table table) {
    boolean hasRows = target.count(table, 1) > 0;
    List<String> missing =
        target.tables().stream()
            .filter(there -> there.name().equals(table.name()))
            .flatMap(there ->
                table.columns().stream()
                    .filter(c ->
                        !there.has(c.name()) || !there.column(c.name()).type().equals(c.type())))
            .map(column -> column.name() + " " + column.type())
            .toList();
    if (hasRows || !missing.isEmpty()) {
      throw new CrossfadeException(
          hasRows ? ErrorCode.TARGET_NOT_EMPTY : ErrorCode.PREFLIGHT_FAILED,
          "the target's table %s was not made by Crossfade, which therefore leaves it as it is. Empty it%s, then start `crossfade run` again"
              .formatted(
                  table.name(),
                  missing.isEmpty() ? "" : ", give it the columns " + String.join(", ", missing)),
          Map.of("table", table.name().toString()));
    }
  }

  /// A table that was made has neither fence nor, where it is new on the source, a log.
  private void takeIn() {
    setup
        .database(Side.TARGET)
        .fence()
        .raise(setup.lease(), setup.tableNames(Side.TARGET), PATIENCE);
    setup
        .database(Side.SOURCE)
        .log()
        .retain(setup.lease().migration(), Direction.FORWARD, setup.tables(Side.SOURCE), PATIENCE);
  }

  private void followed(TableMapping table) {
    journal.record(new MigrationEvent.TableFollowed(table.from().name()));
  }
}

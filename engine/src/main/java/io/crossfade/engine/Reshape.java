package io.crossfade.engine;

import io.crossfade.connector.Catalog;
import io.crossfade.connector.Database;
import io.crossfade.engine.mapping.CarriedObjects;
import io.crossfade.engine.shape.Due;
import io.crossfade.engine.shape.KnownTable;
import io.crossfade.engine.shape.KnownTables;
import io.crossfade.engine.steps.Preflight;
import io.crossfade.engine.strategies.Strategy;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.SchemaObject.Section;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Brings the target's tables into the shape that those of the source have got since they were
/// taken up. Before any stream runs; undoes the steps that stand on the older shape.
final class Reshape {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Setup setup;
  private final Strategy strategy;
  private final Journal journal;
  private final StepsBack stepsBack;

  Reshape(Setup setup, Strategy strategy, Journal journal, StepsBack stepsBack) {
    this.setup = setup;
    this.strategy = strategy;
    this.journal = journal;
    this.stepsBack = stepsBack;
  }

  /// Repeatable, from wherever a process before was killed.
  void runIfDue() {
    List<KnownTable> due = KnownTables.of(journal.state().progress()).due();
    List<TableMapping> copied = sharing(mapped(due, Due.COPY));
    List<TableMapping> adjusted = mapped(due, Due.ADJUST);
    if (copied.isEmpty() && adjusted.isEmpty()) {
      return;
    }
    stepsBack.to(copied.isEmpty() ? StepName.VERIFY : StepName.BACKFILL);
    Catalog target = setup.database(Side.TARGET).catalog();
    adjust(target, adjusted);
    copied.stream()
        .collect(Collectors.groupingBy(table -> table.to().name()))
        .values()
        .forEach(shared -> makeAnew(setup.database(Side.TARGET), shared));
    if (!copied.isEmpty()) {
      takeIn();
    }
    adjusted.forEach(this::followed);
    copied.forEach(this::followed);
  }

  /// A column that was added may be of a type that is new too, or have a collation of its own.
  private void adjust(Catalog target, List<TableMapping> tables) {
    if (tables.isEmpty()) {
      return;
    }
    CarriedObjects objects = Preflight.of(setup).objects();
    target.make(setup.lease(), objects.of(Section.BEFORE_TABLES));
    tables.forEach(table -> target.adjust(setup.lease(), table.to()));
    target.make(setup.lease(), objects.of(Section.WITH_TABLES));
    if (tables.stream().anyMatch(table -> table.to().partitioning().isPresent())) {
      fence();
    }
  }

  private List<TableMapping> mapped(List<KnownTable> due, Due what) {
    List<TableName> names =
        due.stream().filter(table -> table.due() == what).map(KnownTable::name).toList();
    return setup.mapping(Direction.FORWARD).tables().stream()
        .filter(table -> names.contains(table.from().name()))
        .toList();
  }

  /// With the others that become slices of the same tables: theirs go with them.
  private List<TableMapping> sharing(List<TableMapping> copied) {
    Set<TableName> written =
        copied.stream().map(table -> table.to().name()).collect(Collectors.toSet());
    return setup.mapping(Direction.FORWARD).tables().stream()
        .filter(table -> written.contains(table.to().name()))
        .toList();
  }

  /// The chunks go with the rows: a table without any would count as copied, but no stream runs.
  ///
  /// @param shared what becomes of one table of the target
  private void makeAnew(Database target, List<TableMapping> shared) {
    TableMapping table = shared.getFirst();
    CarriedObjects objects = Preflight.of(setup).objects();
    target.catalog().drop(setup.lease().migration(), table.to().name());
    setup
        .mapping(Direction.FORWARD)
        .byChunks()
        .forEach((name, copied) -> {
          if (shared.contains(copied)) {
            target.workspace().forget(setup.lease(), name);
          }
        });
    target.catalog().make(setup.lease(), objects.of(Section.BEFORE_TABLES));
    target.catalog().create(setup.lease(), List.of(table.to()));
    target.catalog().make(setup.lease(), objects.of(Section.WITH_TABLES));
    requireFit(target.catalog(), table.to());
    shared.forEach(strategy::recopied);
  }

  /// One that we have not made is still there.
  private static void requireFit(Catalog target, Table table) {
    boolean hasRows = target.count(table, 1) > 0;
    Table there =
        target.tables().stream()
            .filter(found -> found.name().equals(table.name()))
            .findFirst()
            .orElseThrow(() -> isPartition(table));
    List<String> missing =
        table.columns().stream()
            .filter(c -> !there.has(c.name()) || !there.column(c.name()).type().equals(c.type()))
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

  /// What was a partition on the source when its table was taken up.
  private static CrossfadeException isPartition(Table table) {
    return new CrossfadeException(
        ErrorCode.PREFLIGHT_FAILED,
        "on the target %s is a partition of another table; detach and drop it there, then start `crossfade run` again"
            .formatted(table.name()),
        Map.of("table", table.name().toString()));
  }

  /// A table that was made has neither fence nor, where it is new on the source, a log.
  private void takeIn() {
    fence();
    strategy.widen();
  }

  /// A partition that was made has none either.
  private void fence() {
    setup
        .database(Side.TARGET)
        .fence()
        .raise(setup.lease(), setup.tableNames(Side.TARGET), PATIENCE);
  }

  private void followed(TableMapping table) {
    journal.record(new MigrationEvent.TableFollowed(table.from().name()));
  }
}

package io.crossfade.engine.shape;

import io.crossfade.connector.Shape;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Setup;
import io.crossfade.engine.StepName;
import io.crossfade.engine.manifest.Scope;
import io.crossfade.engine.streams.Streams;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Looks again and again whether somebody changes the source's tables. The stream would notice only
/// with the next change of a row, the copy never.
public final class SourceWatch {
  private static final Pace PACE = new Pace(Duration.ofSeconds(1), 20);

  private final Setup setup;
  private final Streams streams;
  private final Journal journal;
  private final SourceTables tables;
  private final Scope scope;

  /// The files in which the rows of the tables lie, as they were seen last.
  private final Map<TableName, String> storage = new HashMap<>();

  private final Set<TableName> toldNew = new HashSet<>();

  public SourceWatch(
      Setup setup, Streams streams, Journal journal, SourceTables tables, Scope scope) {
    this.setup = setup;
    this.streams = streams;
    this.journal = journal;
    this.tables = tables;
    this.scope = scope;
  }

  /// Watches until its thread is interrupted.
  ///
  /// @param changed is told once, of what this process cannot go on with
  public void watch(Consumer<CrossfadeException> changed) {
    PACE.keep(
        setup.workplace().timing(),
        () -> {
          List<TableChange> found = isOn() ? look() : List.of();
          if (!found.isEmpty()) {
            CrossfadeException error = tables.changed(found);
            journal.note(String.valueOf(error.getMessage()));
            changed.accept(error);
          }
          return found.isEmpty();
        });
  }

  private boolean isOn() {
    return journal.state().progress().hasFinished(StepName.PREPARE)
        && journal.state().authoritative() == Side.SOURCE
        && journal.state().switches().open() == null;
  }

  private List<TableChange> look() {
    try {
      List<TableChange> changes = tables.changes();
      if (changes.isEmpty()) {
        if (storage.isEmpty()) {
          KnownTables.of(journal.state().progress())
              .all()
              .forEach(table -> storage.put(table.name(), table.shape().storage()));
        }
        setup.database(Side.SOURCE).catalog().shapes().forEach(this::seen);
      }
      return changes;
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.DATABASE_FAILED) {
        throw e;
      }
      return List.of(); // whoever follows its log says that the source is away
    }
  }

  private void seen(Shape shape) {
    TableName name = shape.table();
    List<TableMapping> moved = setup.mapping(Direction.FORWARD).allFrom(name);
    if (!moved.isEmpty()) {
      String before = storage.put(name, shape.storage());
      if (!shape.storage().equals(before)) {
        rewritten(name, moved);
      }
    } else if (scope.names(name) && toldNew.add(name)) {
      journal.record(
          new MigrationEvent.Noted(
              "%s was made on the source since the migration began, and is not moved. To take it in, stop `crossfade run` and start it with `--retake %s`"
                  .formatted(name, name)));
    }
  }

  /// By ALTER TABLE ... USING, perhaps, which changes values, or by VACUUM FULL, which does not:
  /// the log tells neither.
  private void rewritten(TableName table, List<TableMapping> moved) {
    journal.record(
        new MigrationEvent.Noted(
            "all rows of %s were written anew on the source (by ALTER TABLE, VACUUM FULL, CLUSTER or TRUNCATE), which no log tells: they are compared again"
                .formatted(table)));
    moved.forEach(streams.numbers(Direction.FORWARD).touched()::suspect);
  }
}

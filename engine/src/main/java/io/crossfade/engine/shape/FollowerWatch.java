package io.crossfade.engine.shape;

import io.crossfade.connector.Catalog;
import io.crossfade.connector.Shape;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent.Noted;
import io.crossfade.engine.Setup;
import io.crossfade.engine.StepName;
import io.crossfade.engine.mapping.CatalogDifferences;
import io.crossfade.engine.metrics.Sample;
import io.crossfade.engine.steps.CatalogNotes;
import io.crossfade.engine.streams.Streams;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks again and again whether somebody changes the tables of the side that follows, once they
/// are finished. The stream would notice only some of it, and with the next row only; and values
/// that an ALTER TABLE makes other ones stand in no log.
public final class FollowerWatch implements Runnable {
  private static final Pace PACE = new Pace(Duration.ofSeconds(1), 10);

  private final Setup setup;
  private final Streams streams;
  private final Journal journal;
  private final SourceTables source;

  /// The files in which the rows lie, as they were seen last: on both sides, for after a switch the
  /// other one follows at once.
  private final Map<Side, Map<TableName, String>> storage =
      Map.of(Side.SOURCE, new HashMap<>(), Side.TARGET, new HashMap<>());

  private volatile @Nullable Set<String> differences;

  public FollowerWatch(Setup setup, Streams streams, Journal journal, SourceTables source) {
    this.setup = setup;
    this.streams = streams;
    this.journal = journal;
    this.source = source;
  }

  /// How many columns, indexes and constraints are not what they should be.
  public Sample measured() {
    Set<String> found = differences;
    return found == null
        ? Sample.none("the tables of the side that follows were not looked at yet")
        : Sample.of(found.size());
  }

  /// Runs until its thread is interrupted.
  @Override
  public void run() {
    PACE.keep(
        setup.workplace().timing(),
        () -> {
          if (isOn()) {
            look(journal.state().authoritative().other());
          }
          return true;
        });
  }

  private boolean isOn() {
    return journal.state().progress().hasFinished(StepName.FINISH)
        && journal.state().switches().open() == null
        && (setup.hasWayBack() || journal.state().authoritative() == Side.SOURCE);
  }

  private void look(Side side) {
    try {
      if (setup.hasWayBack()) {
        List<TableMapping> _ = rewritten(side.other());
      }
      Set<String> found = new HashSet<>(side == Side.TARGET ? ofTarget() : ofSource());
      List<TableMapping> rewritten = rewritten(side);
      if (journal.state().authoritative().other() == side && isOn()) {
        tell(side, found, rewritten);
      }
    } catch (CrossfadeException e) {
      return; // who follows its log, or writes there, says what is wrong with it
    }
  }

  private List<String> ofTarget() {
    Catalog target = setup.database(Side.TARGET).catalog();
    boolean sameDialect = setup.database(Side.SOURCE).catalog().dialect().equals(target.dialect());
    List<String> lines =
        new ArrayList<>(CatalogDifferences.ofTables(setup.mappings(), sameDialect, target));
    lines.removeAll(
        CatalogNotes.differences(
            journal.state().progress().facts().getOrDefault(StepName.FINISH, Map.of())));
    return lines;
  }

  private List<String> ofSource() {
    return source.changes().stream().map(TableChange::toString).toList();
  }

  private List<TableMapping> rewritten(Side side) {
    Map<TableName, String> seen = storage.getOrDefault(side, Map.of());
    Map<TableName, Shape> shapes = KnownTables.shapes(setup.database(side).catalog());
    List<TableMapping> rewritten = new ArrayList<>();
    for (TableMapping table : setup.mapping(Direction.from(side.other())).tables()) {
      Shape shape = shapes.get(table.to().name());
      String before = shape == null ? null : seen.put(shape.table(), shape.storage());
      if (shape != null && before != null && !shape.storage().equals(before)) {
        rewritten.add(table);
      }
    }
    return rewritten;
  }

  private void tell(Side side, Set<String> found, List<TableMapping> rewritten) {
    Set<String> before = differences;
    Set<String> known = before == null ? Set.of() : before;
    differences = Set.copyOf(found);
    for (String difference : found) {
      if (!known.contains(difference)) {
        journal.record(
            new Noted(
                "the tables of the %s are not what they should be: %s"
                    .formatted(side, difference)));
      }
    }
    if (found.isEmpty() && !known.isEmpty()) {
      journal.record(new Noted("the tables of the %s are what they should be".formatted(side)));
    }
    for (TableMapping table : rewritten) {
      journal.record(
          new Noted(
              "all rows of %s were written anew on the %s (by ALTER TABLE, VACUUM FULL, CLUSTER or TRUNCATE), which no log tells: they are compared again"
                  .formatted(table.to().name(), side)));
      streams.numbers(Direction.from(side.other())).touched().suspect(table);
    }
  }
}

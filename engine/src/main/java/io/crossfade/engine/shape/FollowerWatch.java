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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks again and again whether somebody changes the tables of the side that follows, once they
/// are finished. The stream would notice only some of it, and with the next row only; and values
/// that an ALTER TABLE makes other ones stand in no log. After a cutover it looks at the target for
/// the latter too, as [SourceWatch] did at the source before.
public final class FollowerWatch implements Runnable {
  private static final Pace PACE = new Pace(Duration.ofSeconds(1), 10);

  private final Setup setup;
  private final Streams streams;
  private final Journal journal;
  private final SourceTables source;
  private final Map<Side, Seen> seen = Map.of(Side.SOURCE, new Seen(), Side.TARGET, new Seen());

  /// Null while nobody can say: an old number would keep gates open.
  private volatile @Nullable Integer found;

  /// What was seen of a side the last time.
  private static final class Seen {
    /// What is not as it should be, and was told.
    private Set<String> told = Set.of();

    /// The files in which the rows lie: remembered of both sides, for after a switch the other one
    /// follows at once.
    private Map<TableName, String> files = Map.of();
  }

  public FollowerWatch(Setup setup, Streams streams, Journal journal, SourceTables source) {
    this.setup = setup;
    this.streams = streams;
    this.journal = journal;
    this.source = source;
  }

  /// How many columns, indexes and constraints are not what they should be.
  public Sample measured() {
    Integer now = found;
    return now == null
        ? Sample.none("the tables of the side that follows are not looked at now")
        : Sample.of(now);
  }

  /// Runs until its thread is interrupted.
  @Override
  public void run() {
    PACE.keep(
        setup.workplace().timing(),
        () -> {
          found = isOn() ? look(journal.state().authoritative()) : null;
          return true;
        });
  }

  private boolean isOn() {
    return journal.state().progress().hasFinished(StepName.FINISH)
        && journal.state().switches().open() == null
        && (setup.hasWayBack() || journal.state().authoritative() == Side.SOURCE);
  }

  /// @param measure the side that the other one follows
  private @Nullable Integer look(Side measure) {
    Side follows = measure.other();
    try {
      Set<String> differences = new HashSet<>(follows == Side.TARGET ? ofTarget() : ofSource());
      Map<TableName, String> there = files(follows);
      Map<TableName, String> here = setup.hasWayBack() ? files(measure) : Map.of();
      if (!isOn() || journal.state().authoritative() != measure) {
        return null; // writes have moved meanwhile: what was seen is looked at again
      }
      tell(follows, differences);
      suspect(measure, follows, there);
      suspect(measure, measure, here);
      return differences.size();
    } catch (CrossfadeException e) {
      return null; // who follows its log, or writes there, says what is wrong with it
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

  private Map<TableName, String> files(Side side) {
    return setup.database(side).catalog().shapes().stream()
        .collect(Collectors.toMap(Shape::table, Shape::storage));
  }

  private void tell(Side side, Set<String> differences) {
    Set<String> before = seen(side).told;
    seen(side).told = Set.copyOf(differences);
    for (String difference : differences) {
      if (!before.contains(difference)) {
        journal.record(
            new Noted(
                "the tables of the %s are not what they should be: %s"
                    .formatted(side, difference)));
      }
    }
    if (differences.isEmpty() && !before.isEmpty()) {
      journal.record(new Noted("the tables of the %s are what they should be".formatted(side)));
    }
  }

  /// Has the tables of a side compared whose rows lie in other files than before.
  private void suspect(Side measure, Side side, Map<TableName, String> now) {
    Map<TableName, String> before = seen(side).files;
    seen(side).files = now;
    if (side == Side.SOURCE && measure == Side.SOURCE) {
      return; // as long as it is the measure, its own watch does that
    }
    Direction direction = Direction.from(measure);
    Set<TableName> told = new HashSet<>();
    for (TableMapping table : setup.mapping(direction).tables()) {
      TableName name = (side == measure ? table.from() : table.to()).name();
      String was = before.get(name);
      String is = now.get(name);
      if (was == null || is == null || was.equals(is)) {
        continue;
      }
      streams.numbers(direction).touched().suspect(table);
      if (told.add(name)) {
        journal.record(
            new Noted(
                "all rows of %s were written anew on the %s (by ALTER TABLE, VACUUM FULL, CLUSTER or TRUNCATE), which no log tells: they are compared again"
                    .formatted(name, side)));
      }
    }
  }

  private Seen seen(Side side) {
    return Objects.requireNonNull(seen.get(side));
  }
}

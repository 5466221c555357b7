package io.crossfade.transfer.compare;

import io.crossfade.model.Direction;
import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.RowDifference;
import io.crossfade.model.TableMapping;
import io.crossfade.model.Verdict;
import io.crossfade.transfer.Failures;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.WorkRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether rows that looked different are: reads them on the authoritative side, lets the
 * stream pass, reads the written side, then the authoritative side again. A row that stood still
 * (the same twice, and the stream tells of no change in between) and differs, twice, is drift. A
 * row that moved is looked at again.
 */
public final class Settling {
  private static final int STRIKES = 2;
  private static final int LOOKS = 40;

  /** So many rows are read together. */
  static final int AT_ONCE = 1_000;

  private static final Duration BETWEEN = Duration.ofMillis(20);

  private final WorkRunner runner;
  private final Sync sync;
  private final Timing timing;
  private final Direction direction;

  /** What became of the suspects; all others are equal. */
  public record Settled(List<RowDifference> drift, List<Key> unsettled) {

    /** With what a comparison had found before; of these suspects this is newer. */
    public Settled after(Verdict before, Set<Key> suspects) {
      return new Settled(
          Stream.concat(
                  before.drift().stream().filter(row -> !suspects.contains(row.key())),
                  drift.stream())
              .toList(),
          Stream.concat(before.unsettled().stream(), unsettled.stream()).distinct().toList());
    }
  }

  public Settling(WorkRunner runner, Sync sync, Timing timing, Direction direction) {
    this.runner = runner;
    this.sync = sync;
    this.timing = timing;
    this.direction = direction;
  }

  public Settled settle(TableMapping mapping, Collection<Key> suspects) {
    List<RowDifference> drift = new ArrayList<>();
    List<Key> unsettled = new ArrayList<>();
    List<Key> all = List.copyOf(suspects);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      settlePart(
          mapping, all.subList(from, Math.min(all.size(), from + AT_ONCE)), drift, unsettled);
    }
    return new Settled(drift, unsettled);
  }

  private void settlePart(
      TableMapping mapping, List<Key> keys, List<RowDifference> drift, List<Key> unsettled) {
    Set<Key> open = new LinkedHashSet<>(keys);
    Map<Key, Integer> strikes = new HashMap<>();
    for (int look = 0; look < LOOKS && !open.isEmpty(); look++) {
      if (look > 0) {
        timing.pauseOrStop(BETWEEN);
      }
      look(mapping, open, strikes, drift);
    }
    unsettled.addAll(open);
  }

  private void look(
      TableMapping mapping, Set<Key> open, Map<Key, Integer> strikes, List<RowDifference> drift) {
    List<Key> keys = List.copyOf(open);
    try (TouchedKeys.Look look = sync.look(mapping, keys)) {
      Map<Key, Row> before = read(mapping, keys);
      sync.catchUp();
      Map<Key, Row> there =
          rows(new ReadRows(direction.to(), View.written(mapping), new ReadRows.Wanted.Keys(keys)));
      Map<Key, Row> after = read(mapping, keys);
      open.removeIf(key -> {
        Row row = there.get(key);
        return Objects.equals(row, before.get(key)) || Objects.equals(row, after.get(key));
      });
      Set<Key> still = new LinkedHashSet<>(open);
      still.removeIf(key -> !Objects.equals(before.get(key), after.get(key)));
      if (still.isEmpty()) {
        return;
      }
      // What a row was before it may be again after it was something else. Only the stream knows:
      // from here on it has told of everything that lies before the last read.
      sync.catchUp();
      for (Key key : still) {
        if (!look.hasMoved(key) && strikes.merge(key, 1, Integer::sum) >= STRIKES) {
          open.remove(key);
          drift.add(difference(mapping, key, before.get(key), there.get(key)));
        }
      }
    }
  }

  /** The authoritative side. */
  private Map<Key, Row> read(TableMapping mapping, List<Key> keys) {
    return rows(
        new ReadRows(direction.from(), View.mapped(mapping), new ReadRows.Wanted.Keys(keys)));
  }

  private Map<Key, Row> rows(ReadRows task) {
    return Failures.join(runner.submit(task));
  }

  private static RowDifference difference(
      TableMapping mapping, Key key, @Nullable Row expected, @Nullable Row actual) {
    if (actual == null) {
      return new RowDifference(mapping.name(), key, RowDifference.Kind.MISSING, List.of());
    }
    if (expected == null) {
      return new RowDifference(mapping.name(), key, RowDifference.Kind.SURPLUS, List.of());
    }
    List<String> columns = View.mapped(mapping).columns();
    List<String> differing = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (!Objects.equals(expected.value(i), actual.value(i))) {
        differing.add(columns.get(i));
      }
    }
    return new RowDifference(mapping.name(), key, RowDifference.Kind.CHANGED, differing);
  }
}

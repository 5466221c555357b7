package io.crossfade.transfer.compare;

import io.crossfade.model.Direction;
import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.RowDifference;
import io.crossfade.model.TableMapping;
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
import org.jspecify.annotations.Nullable;

/**
 * Decides whether rows that looked different are: reads them on the authoritative side, lets the
 * stream pass, reads the written side, then the authoritative side again. A row that stood still
 * and differs, twice, is drift. A row that moved is looked at again.
 */
public final class Settling {
  private static final int STRIKES = 2;
  private static final int LOOKS = 40;
  private static final int AT_ONCE = 1_000;
  private static final Duration BETWEEN = Duration.ofMillis(20);

  private final WorkRunner runner;
  private final Sync sync;
  private final Timing timing;
  private final Direction direction;

  /** What became of the suspects; all others are equal. */
  public record Settled(List<RowDifference> drift, List<Key> unsettled) {
    public boolean isClean() {
      return drift.isEmpty() && unsettled.isEmpty();
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
    View read = View.mapped(mapping);
    View written = View.written(mapping);
    List<Key> keys = List.copyOf(open);
    Map<Key, Row> before =
        rows(new ReadRows(direction.from(), read, new ReadRows.Wanted.Keys(keys)));
    sync.catchUp();
    Map<Key, Row> there =
        rows(new ReadRows(direction.to(), written, new ReadRows.Wanted.Keys(keys)));
    Map<Key, Row> after =
        rows(new ReadRows(direction.from(), read, new ReadRows.Wanted.Keys(keys)));
    for (Key key : keys) {
      Row row = there.get(key);
      if (Objects.equals(row, before.get(key)) || Objects.equals(row, after.get(key))) {
        open.remove(key);
      } else if (Objects.equals(before.get(key), after.get(key))
          && strikes.merge(key, 1, Integer::sum) >= STRIKES) {
        open.remove(key);
        drift.add(difference(mapping, read.columns(), key, before.get(key), row));
      }
    }
  }

  private Map<Key, Row> rows(ReadRows task) {
    return Failures.join(runner.submit(task));
  }

  private static RowDifference difference(
      TableMapping mapping,
      List<String> columns,
      Key key,
      @Nullable Row expected,
      @Nullable Row actual) {
    if (actual == null) {
      return new RowDifference(mapping.to().name(), key, RowDifference.Kind.MISSING, List.of());
    }
    if (expected == null) {
      return new RowDifference(mapping.to().name(), key, RowDifference.Kind.SURPLUS, List.of());
    }
    List<String> differing = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (!Objects.equals(expected.value(i), actual.value(i))) {
        differing.add(columns.get(i));
      }
    }
    return new RowDifference(mapping.to().name(), key, RowDifference.Kind.CHANGED, differing);
  }
}

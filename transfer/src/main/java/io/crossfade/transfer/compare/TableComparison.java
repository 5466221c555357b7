package io.crossfade.transfer.compare;

import io.crossfade.model.Direction;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.RowDifference;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.model.Verdict;
import io.crossfade.transfer.Failures;
import io.crossfade.transfer.WorkRunner;
import io.crossfade.transfer.Workplace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares one table under live writes, range by range: digests, made in the databases or here, on
 * mismatch the rows of the buckets that differ, and for those the proof that it is not lag.
 */
public final class TableComparison {
  /** Of a range; digested together, with one wait for the stream. */
  private static final int PARTS = 16;

  /** Where both sides are read here each part costs two more queries, a tenth of all with 16. */
  private static final int PARTS_READ_HERE = 4;

  /** Of a table: their keys are in memory. */
  private static final int MOST_PARTS = 20_000;

  private final Workplace workplace;
  private final WorkRunner runner;
  private final Direction direction;
  private final Sync sync;
  private final Settling settling;

  public TableComparison(Workplace workplace, WorkRunner runner, Direction direction, Sync sync) {
    this.workplace = workplace;
    this.runner = runner;
    this.direction = direction;
    this.sync = sync;
    this.settling = new Settling(runner, sync, workplace.timing(), direction);
  }

  /**
   * @param progress is told how many rows were compared, range by range
   */
  public Verdict compare(TableMapping mapping, long rowsPerRange, LongConsumer progress) {
    Position readAt = sync.catchUp();
    Findings findings = new Findings(mapping, progress);
    byDigests(mapping, rowsPerRange, findings);
    findings.settle();
    return new Verdict(
        mapping.name(), findings.rows, readAt, findings.drift, findings.unsettled);
  }

  /** Small parts, so that little has to be read where two digests differ. */
  private void byDigests(TableMapping mapping, long rowsPerRange, Findings findings) {
    DigestWay way = DigestWay.of(workplace, direction, mapping);
    int parts = way == DigestWay.IN_DATABASE ? PARTS : PARTS_READ_HERE;
    long rowsPerPart = Math.max(rowsPerRange / parts, mapping.from().estimatedRows() / MOST_PARTS);
    RangeDigests digests = new RangeDigests(runner, direction, sync, mapping, way);
    List<RangeDigests.Digested> differing = new ArrayList<>();
    digests.each(
        plan(mapping, Math.max(rowsPerPart, 1)),
        parts,
        part -> {
          if (part.differs()) {
            differing.add(part);
          }
          if (differing.stream().mapToLong(RangeDigests.Digested::rows).sum() >= rowsPerRange
              || differing.size() >= parts) {
            look(mapping, digests.narrowed(differing), findings);
            differing.clear();
          }
          findings.rows(part.rows());
        });
    if (!differing.isEmpty()) {
      look(mapping, digests.narrowed(differing), findings);
    }
  }

  private List<KeyRange> plan(TableMapping mapping, long rows) {
    List<KeyRange> all = workplace.database(direction.from()).reader().plan(mapping.from(), rows);
    return mapping.slice().values().isEmpty() ? all : plan(all, mapping.slice());
  }

  /** Of the bounds those that lie within the slice. */
  private static List<KeyRange> plan(List<KeyRange> all, Key slice) {
    List<KeyRange> own = new ArrayList<>();
    @Nullable Key from = null;
    for (KeyRange range : all) {
      Key bound = range.from();
      int constants = slice.values().size();
      if (bound != null && bound.beginsWith(slice) && bound.values().size() > constants) {
        Key to = bound.without(constants);
        own.add(new KeyRange(from, to));
        from = to;
      }
    }
    own.add(new KeyRange(from, null));
    return own;
  }

  /** What was found so far. Suspects are settled together: each settling waits for the stream. */
  private final class Findings {
    private final TableMapping mapping;
    private final LongConsumer progress;
    private final Set<Key> suspects = new LinkedHashSet<>();
    private final List<RowDifference> drift = new ArrayList<>();
    private final List<Key> unsettled = new ArrayList<>();
    private long rows;

    Findings(TableMapping mapping, LongConsumer progress) {
      this.mapping = mapping;
      this.progress = progress;
    }

    void rows(long compared) {
      rows += compared;
      progress.accept(compared);
    }

    void suspect(Set<Key> keys) {
      suspects.addAll(keys);
      if (suspects.size() >= Settling.AT_ONCE) {
        settle();
      }
    }

    void settle() {
      Settling.Settled settled = settling.settle(mapping, suspects);
      drift.addAll(settled.drift());
      unsettled.addAll(settled.unsettled());
      suspects.clear();
    }
  }

  /**
   * Suspects the rows that look different; the two sides are read one after the other, so most of
   * it may be lag.
   */
  private void look(TableMapping mapping, List<ReadRows.Wanted> wanted, Findings findings) {
    View mapped = View.mapped(mapping);
    View written = View.written(mapping);
    List<Map<Key, Row>> here = new ArrayList<>();
    wanted.forEach(some -> here.add(read(direction.from(), mapped, some)));
    sync.catchUp();
    for (int i = 0; i < here.size(); i++) {
      Map<Key, Row> there = new HashMap<>(read(direction.to(), written, wanted.get(i)));
      Set<Key> suspects = new LinkedHashSet<>();
      here.get(i)
          .forEach((key, row) -> {
            if (!Objects.equals(row, there.remove(key))) {
              suspects.add(key);
            }
          });
      suspects.addAll(there.keySet());
      findings.suspect(suspects);
    }
  }

  private Map<Key, Row> read(Side side, View view, ReadRows.Wanted wanted) {
    return Failures.join(runner.submit(new ReadRows(side, view, wanted)));
  }
}

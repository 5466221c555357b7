package io.crossfade.transfer.compare;

import io.crossfade.connector.BucketDigest;
import io.crossfade.model.Direction;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.RowDifference;
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
import java.util.stream.Collectors;

/**
 * Compares one table under live writes, range by range: digests in the databases, on mismatch the
 * rows of the buckets that differ, and for those the proof that it is not lag.
 */
public final class TableComparison {
  private static final int BUCKETS = 64;

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
    List<RowDifference> drift = new ArrayList<>();
    List<Key> unsettled = new ArrayList<>();
    long rows = 0;
    for (KeyRange range :
        workplace.database(direction.from()).reader().plan(mapping.from(), rowsPerRange)) {
      RangeResult result = inDatabase(mapping) ? digests(mapping, range) : rows(mapping, range);
      Settling.Settled settled = settling.settle(mapping, result.suspects());
      drift.addAll(settled.drift());
      unsettled.addAll(settled.unsettled());
      rows += result.rows();
      progress.accept(result.rows());
    }
    return new Verdict(mapping.to().name(), rows, readAt, drift, unsettled);
  }

  private record RangeResult(long rows, Set<Key> suspects) {}

  private boolean inDatabase(TableMapping mapping) {
    return mapping.isPassThrough()
        && workplace
            .database(direction.from())
            .reader()
            .digestFormat()
            .equals(workplace.database(direction.to()).reader().digestFormat());
  }

  private RangeResult digests(TableMapping mapping, KeyRange range) {
    TableMapping read = View.mapped(mapping).mapping();
    TableMapping written = View.written(mapping).mapping();
    List<BucketDigest> here =
        Failures.join(runner.submit(new ReadDigest(direction.from(), read, range, BUCKETS)));
    sync.catchUp();
    List<BucketDigest> there =
        Failures.join(runner.submit(new ReadDigest(direction.to(), written, range, BUCKETS)));
    long rows = here.stream().mapToLong(BucketDigest::rows).sum();
    Set<Integer> differing = differing(here, there);
    return differing.isEmpty()
        ? new RangeResult(rows, Set.of())
        : new RangeResult(
            rows,
            suspects(mapping, new ReadRows.Wanted.Buckets(range, BUCKETS, differing)).suspects());
  }

  private static Set<Integer> differing(List<BucketDigest> here, List<BucketDigest> there) {
    Map<Integer, BucketDigest> other =
        there.stream().collect(Collectors.toMap(BucketDigest::bucket, d -> d));
    Set<Integer> differing = new LinkedHashSet<>();
    for (BucketDigest digest : here) {
      if (!digest.equals(other.remove(digest.bucket()))) {
        differing.add(digest.bucket());
      }
    }
    differing.addAll(other.keySet());
    return differing;
  }

  private RangeResult rows(TableMapping mapping, KeyRange range) {
    return suspects(mapping, new ReadRows.Wanted.Range(range));
  }

  /**
   * Rows that look different; the two sides are read one after the other, so most of it may be lag.
   */
  private RangeResult suspects(TableMapping mapping, ReadRows.Wanted wanted) {
    Map<Key, Row> here =
        Failures.join(runner.submit(new ReadRows(direction.from(), View.mapped(mapping), wanted)));
    sync.catchUp();
    Map<Key, Row> there =
        new HashMap<>(
            Failures.join(
                runner.submit(new ReadRows(direction.to(), View.written(mapping), wanted))));
    Set<Key> suspects = new LinkedHashSet<>();
    here.forEach((key, row) -> {
      if (!Objects.equals(row, there.remove(key))) {
        suspects.add(key);
      }
    });
    suspects.addAll(there.keySet());
    return new RangeResult(here.size(), suspects);
  }
}

package io.crossfade.transfer.compare;

import io.crossfade.connector.BucketDigest;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.Side;
import io.crossfade.transfer.Task;
import io.crossfade.transfer.Workplace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Digests ranges of one side here, from its rows, each range by itself, in one snapshot: where the
 * two databases could not make the same digests. It holds one row at a time.
 */
record ReadHashes(Side side, View view, List<KeyRange> ranges, int buckets)
    implements Task<List<List<BucketDigest>>> {
  private static final long serialVersionUID = 1;

  ReadHashes {
    ranges = List.copyOf(ranges);
  }

  @Override
  public List<List<BucketDigest>> run(Workplace workplace) {
    List<List<BucketDigest>> digests = new ArrayList<>();
    try (Snapshot snapshot =
        workplace.database(side).reader().snapshot(List.of(view.reading().from()))) {
      for (KeyRange range : ranges) {
        Sums sums = new Sums(buckets);
        snapshot.rows(view.reading(), range, read -> sums.add(view, view.finish(read)));
        digests.add(sums.digests());
      }
    }
    return digests;
  }

  /** The bucket that a row with this key lies in. */
  static int bucket(RowHash hash, Key key, int buckets) {
    if (buckets == 1) {
      return 0;
    }
    hash.of(key.values());
    return (int) Long.remainderUnsigned(hash.high(), buckets);
  }

  /** By bucket: sums of 128 bits, for rows come in any order. */
  private static final class Sums {
    private final int buckets;
    private final RowHash hash = new RowHash();
    private final Map<Integer, Sum> sums = new TreeMap<>();

    Sums(int buckets) {
      this.buckets = buckets;
    }

    void add(View view, Row row) {
      int bucket = buckets == 1 ? 0 : bucket(hash, view.keyOf(row), buckets);
      hash.of(row);
      sums.computeIfAbsent(bucket, b -> new Sum()).add(hash);
    }

    List<BucketDigest> digests() {
      List<BucketDigest> digests = new ArrayList<>();
      sums.forEach(
          (bucket, sum) -> digests.add(new BucketDigest(bucket, sum.rows, sum.toString())));
      return digests;
    }
  }

  private static final class Sum {
    private long rows;
    private long high;
    private long low;

    void add(RowHash hash) {
      rows++;
      low += hash.low();
      boolean carries = Long.compareUnsigned(low, hash.low()) < 0;
      high += hash.high() + (carries ? 1 : 0);
    }

    @Override
    public String toString() {
      return "%016x%016x".formatted(high, low);
    }
  }
}

package io.crossfade.transfer.compare;

import io.crossfade.connector.BucketDigest;
import io.crossfade.connector.SharedFormats;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
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
record ReadHashes(Side side, View view, List<KeyRange> ranges, int buckets, boolean isTyped)
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
        digests.add(digest(snapshot, range));
      }
    }
    return digests;
  }

  private List<BucketDigest> digest(Snapshot snapshot, KeyRange range) {
    // With one bucket no row has to be told from another, and no value becomes an object.
    if (buckets == 1 && view.isReady() && isTyped) {
      return byFrame(snapshot, range);
    }
    if (buckets == 1 && view.isReady() && !view.hasZerosAsNull()) {
      return byText(snapshot, range);
    }
    return byRow(snapshot, range);
  }

  /** A value without a form there is none of the other side either: by its text it differs. */
  private List<BucketDigest> byFrame(Snapshot snapshot, KeyRange range) {
    HashedFrames frames = new HashedFrames(view.kinds());
    try {
      snapshot.frames(view.reading(), range, SharedFormats.TYPED, frames);
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.TARGET_REFUSED_ROW) {
        throw e;
      }
      return byText(snapshot, range);
    }
    return frames.sum().digest(0).map(List::of).orElse(List.of());
  }

  private List<BucketDigest> byText(Snapshot snapshot, KeyRange range) {
    HashedTexts texts = new HashedTexts(view.kinds());
    snapshot.texts(view.reading(), range, texts);
    return texts.sum().digest(0).map(List::of).orElse(List.of());
  }

  private List<BucketDigest> byRow(Snapshot snapshot, KeyRange range) {
    Sums sums = new Sums(buckets);
    snapshot.rows(view.reading(), range, read -> sums.add(view, view.finish(read)));
    return sums.digests();
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
    private final Map<Integer, HashSum> sums = new TreeMap<>();

    Sums(int buckets) {
      this.buckets = buckets;
    }

    void add(View view, Row row) {
      int bucket = buckets == 1 ? 0 : bucket(hash, view.keyOf(row), buckets);
      hash.of(row);
      sums.computeIfAbsent(bucket, b -> new HashSum()).add(hash);
    }

    List<BucketDigest> digests() {
      List<BucketDigest> digests = new ArrayList<>();
      sums.forEach((bucket, sum) -> sum.digest(bucket).ifPresent(digests::add));
      return digests;
    }
  }
}

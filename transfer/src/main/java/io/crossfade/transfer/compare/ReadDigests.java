package io.crossfade.transfer.compare;

import io.crossfade.connector.BucketDigest;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.Task;
import io.crossfade.transfer.Workplace;
import java.util.ArrayList;
import java.util.List;

/** Digests ranges of one side in its own database, each by itself, in one snapshot. */
record ReadDigests(Side side, TableMapping mapping, List<KeyRange> ranges, int buckets)
    implements Task<List<List<BucketDigest>>> {
  private static final long serialVersionUID = 1;

  ReadDigests {
    ranges = List.copyOf(ranges);
  }

  @Override
  public List<List<BucketDigest>> run(Workplace workplace) {
    List<List<BucketDigest>> digests = new ArrayList<>();
    try (Snapshot snapshot = workplace.database(side).reader().snapshot(List.of(mapping.from()))) {
      for (KeyRange range : ranges) {
        digests.add(snapshot.digest(mapping, range, buckets));
      }
    }
    return digests;
  }
}

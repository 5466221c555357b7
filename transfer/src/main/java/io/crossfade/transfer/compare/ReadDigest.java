package io.crossfade.transfer.compare;

import io.crossfade.connector.BucketDigest;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.Task;
import io.crossfade.transfer.Workplace;
import java.util.List;

/** Digests a range of one side in its own database. */
record ReadDigest(Side side, TableMapping mapping, KeyRange range, int buckets)
    implements Task<List<BucketDigest>> {
  private static final long serialVersionUID = 1;

  @Override
  public List<BucketDigest> run(Workplace workplace) {
    try (Snapshot snapshot = workplace.database(side).reader().snapshot(List.of(mapping.from()))) {
      return snapshot.digest(mapping, range, buckets);
    }
  }
}

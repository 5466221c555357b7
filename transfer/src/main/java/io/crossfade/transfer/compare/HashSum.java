package io.crossfade.transfer.compare;

import io.crossfade.connector.BucketDigest;
import java.util.Optional;

/** The number of rows, and the sum of their hashes: 128 bits, for rows come in any order. */
final class HashSum {
  private long rows;
  private long high;
  private long low;

  void add(RowHash hash) {
    rows++;
    low += hash.low();
    boolean carries = Long.compareUnsigned(low, hash.low()) < 0;
    high += hash.high() + (carries ? 1 : 0);
  }

  /** Empty where there were no rows. */
  Optional<BucketDigest> digest(int bucket) {
    return rows == 0
        ? Optional.empty()
        : Optional.of(new BucketDigest(bucket, rows, "%016x%016x".formatted(high, low)));
  }
}

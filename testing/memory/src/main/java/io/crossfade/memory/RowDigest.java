package io.crossfade.memory;

import io.crossfade.connector.BucketDigest;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums over two hashes of each row, in buckets by a hash of its key. */
final class RowDigest {
  private static final long FNV_PRIME = 0x100000001b3L;

  private final List<Integer> key;
  private final int buckets;
  private final Map<Integer, long[]> sums = new TreeMap<>();

  RowDigest(TableMapping mapping, int buckets) {
    List<String> read =
        mapping.columns().stream()
            .filter(c -> !(c instanceof ColumnMapping.Made))
            .filter(c -> !(c instanceof ColumnMapping.WhenMissing))
            .map(ColumnMapping::to)
            .toList();
    this.key = mapping.to().key().stream().map(read::indexOf).toList();
    this.buckets = buckets;
  }

  int bucket(Row row) {
    String[] values = key.stream().map(row::value).toArray(String[]::new);
    return (int) Math.floorMod(hash(Row.of(values), 1), (long) buckets);
  }

  void add(Row row) {
    long[] sum = sums.computeIfAbsent(bucket(row), b -> new long[3]);
    sum[0]++;
    sum[1] += hash(row, 2);
    sum[2] += hash(row, 3);
  }

  List<BucketDigest> buckets() {
    List<BucketDigest> digests = new ArrayList<>();
    sums.forEach((bucket, sum) ->
        digests.add(
            new BucketDigest(
                bucket, sum[0], Long.toHexString(sum[1]) + ":" + Long.toHexString(sum[2]))));
    return digests;
  }

  private static long hash(Row row, long seed) {
    long hash = seed * 0x9e3779b97f4a7c15L;
    for (byte b : RowBytes.encode(row)) {
      hash = (hash ^ b) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
    return hash ^ (hash >>> 29);
  }
}

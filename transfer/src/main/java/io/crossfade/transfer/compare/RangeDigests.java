package io.crossfade.transfer.compare;

import io.crossfade.connector.BucketDigest;
import io.crossfade.model.Direction;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.Failures;
import io.crossfade.transfer.WorkRunner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The digests of a table's ranges on both sides, some ranges at a time. While the written side is
 * read, the authoritative side already reads the next ones.
 */
final class RangeDigests {
  /** One digest for a range: to sort its rows into buckets would cost a quarter more. */
  private static final int WHOLE = 1;

  private static final int BUCKETS = 64;

  /** In a bucket of a range that cannot be cut: as many keys are in memory where it differs. */
  private static final int ROWS_IN_BUCKET = 1_000;

  private static final int MOST_BUCKETS = 1 << 20;

  private final WorkRunner runner;
  private final Direction direction;
  private final Sync sync;
  private final View read;
  private final View written;
  private final DigestWay way;

  /**
   * @param rows on the authoritative side
   * @param differs which may be lag
   */
  record Digested(KeyRange range, long rows, boolean differs) {}

  private record Reading(
      List<KeyRange> ranges, CompletableFuture<List<List<BucketDigest>>> digests) {}

  /**
   * @param way of both sides
   */
  RangeDigests(
      WorkRunner runner, Direction direction, Sync sync, TableMapping mapping, DigestWay way) {
    this.runner = runner;
    this.direction = direction;
    this.sync = sync;
    this.read = View.mapped(mapping);
    this.written = View.written(mapping);
    this.way = way;
  }

  /** Nothing is read any more when this returns, also where it fails. */
  void each(List<KeyRange> ranges, int atOnce, Consumer<Digested> sink) {
    Deque<Reading> ahead = new ArrayDeque<>();
    try {
      for (int from = 0; from < ranges.size() || !ahead.isEmpty(); from += atOnce) {
        if (from < ranges.size()) {
          ahead.add(readHere(ranges.subList(from, Math.min(ranges.size(), from + atOnce)), WHOLE));
        }
        if (from > 0) {
          compare(ahead.remove()).forEach(sink);
        }
      }
    } finally {
      ahead.forEach(reading -> reading.digests().handle((digests, failure) -> digests).join());
    }
  }

  /** What to read of ranges that differ: those of their buckets that do. */
  List<ReadRows.Wanted> narrowed(List<Digested> parts) {
    List<KeyRange> ranges = parts.stream().map(Digested::range).toList();
    int buckets = buckets(parts);
    List<List<BucketDigest>> here = Failures.join(readHere(ranges, buckets).digests());
    sync.catchUp();
    List<List<BucketDigest>> there = readThere(ranges, buckets);
    List<ReadRows.Wanted> wanted = new ArrayList<>();
    for (int i = 0; i < here.size(); i++) {
      wanted.add(wanted(ranges.get(i), buckets, differing(here.get(i), there.get(i))));
    }
    return wanted;
  }

  private int buckets(List<Digested> parts) {
    long most = parts.stream().mapToLong(Digested::rows).max().orElse(0);
    return (int) Math.max(BUCKETS, Math.min(MOST_BUCKETS, most / ROWS_IN_BUCKET));
  }

  private ReadRows.Wanted wanted(KeyRange range, int buckets, Set<Integer> differing) {
    return way == DigestWay.IN_DATABASE
        ? new ReadRows.Wanted.Buckets(range, buckets, differing)
        : new ReadRows.Wanted.Hashed(range, buckets, differing);
  }

  private List<Digested> compare(Reading reading) {
    List<List<BucketDigest>> here = Failures.join(reading.digests());
    sync.catchUp();
    List<List<BucketDigest>> there = readThere(reading.ranges(), WHOLE);
    List<Digested> digested = new ArrayList<>();
    for (int i = 0; i < here.size(); i++) {
      digested.add(
          new Digested(
              reading.ranges().get(i),
              here.get(i).stream().mapToLong(BucketDigest::rows).sum(),
              !here.get(i).equals(there.get(i))));
    }
    return digested;
  }

  private Reading readHere(List<KeyRange> ranges, int buckets) {
    return new Reading(ranges, digests(direction.from(), read, ranges, buckets));
  }

  private List<List<BucketDigest>> readThere(List<KeyRange> ranges, int buckets) {
    return Failures.join(digests(direction.to(), written, ranges, buckets));
  }

  private CompletableFuture<List<List<BucketDigest>>> digests(
      Side side, View view, List<KeyRange> ranges, int buckets) {
    List<KeyRange> there = ranges.stream().map(view::there).toList();
    return way == DigestWay.IN_DATABASE
        ? runner.submit(new ReadDigests(side, view.mapping(), there, buckets))
        : runner.submit(new ReadHashes(side, view, there, buckets, way == DigestWay.BY_FRAME));
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
}

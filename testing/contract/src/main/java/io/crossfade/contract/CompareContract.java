package io.crossfade.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.BucketDigest;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Digests differ exactly where rows differ. */
public interface CompareContract extends ContractScene {
  int BUCKETS = 8;

  String COLUMNS = "id int, a text, b text, n numeric";

  default TableMapping compared() {
    return onBothSides("d", "id", COLUMNS);
  }

  /** 200 rows. */
  default void fill(Side side) {
    List<@Nullable String[]> rows = new ArrayList<>();
    for (int n = 1; n <= 200; n++) {
      String b = n % 5 == 0 ? null : "b" + n;
      rows.add(
          new @Nullable String[] {Integer.toString(n), "a" + n % 3, b, Double.toString(n / 2.0)});
    }
    at(side, a -> a.insert("d", rows));
  }

  default List<BucketDigest> digest(Side side, TableMapping mapping) {
    return digest(side, mapping, BUCKETS);
  }

  default List<BucketDigest> digest(Side side, TableMapping mapping, int buckets) {
    try (Snapshot snapshot = database(side).reader().snapshot(List.of(mapping.from()))) {
      return snapshot.digest(mapping, KeyRange.ALL, buckets).stream()
          .sorted(Comparator.comparing(BucketDigest::bucket))
          .toList();
    }
  }

  @Test
  default void equalRowsHaveEqualDigests() {
    TableMapping mapping = compared();
    fill(Side.SOURCE);
    fill(Side.TARGET);

    List<BucketDigest> digest = digest(Side.SOURCE, mapping);

    assertThat(digest).hasSize(BUCKETS);
    assertThat(digest.stream().mapToLong(BucketDigest::rows).sum()).isEqualTo(200);
    assertThat(digest(Side.TARGET, TableMapping.identity(mapping.to()))).isEqualTo(digest);
  }

  @Test
  default void everySmallDifferenceShows() {
    TableMapping mapping = compared();
    fill(Side.SOURCE);
    List<BucketDigest> right = digest(Side.SOURCE, mapping);
    for (Map.Entry<String, Consumer<ApplicationSession>> difference : differences().entrySet()) {
      at(Side.TARGET, a -> a.deleteAll("d"));
      fill(Side.TARGET);
      String what = difference.getKey();
      assertThat(digest(Side.TARGET, mapping)).as("before " + what).isEqualTo(right);
      at(Side.TARGET, difference.getValue());
      assertThat(digest(Side.TARGET, mapping)).as(what).isNotEqualTo(right);
    }
  }

  private static Map<String, Consumer<ApplicationSession>> differences() {
    Map<String, Consumer<ApplicationSession>> differences = new LinkedHashMap<>();
    differences.put("upper case", d -> d.update("d", "100", "a", "A1"));
    differences.put("empty instead of NULL", d -> d.update("d", "5", "b", ""));
    differences.put("more decimals", d -> d.update("d", "2", "n", "1.00"));
    differences.put(
        "two columns of a row swapped",
        d -> {
          d.update("d", "7", "a", "b7");
          d.update("d", "7", "b", "a1");
        });
    differences.put("a column of two rows swapped", d -> swap(d, 7, 8));
    differences.put(
        "the same sum",
        d -> {
          d.update("d", "7", "n", "4.5");
          d.update("d", "8", "n", "3.0");
        });
    differences.put(
        "two rows alike",
        d -> {
          d.update("d", "1", "a", "same");
          d.update("d", "2", "a", "same");
        });
    differences.put("a row less", d -> d.delete("d", "200"));
    differences.put(
        "two rows less",
        d -> {
          d.delete("d", "3");
          d.delete("d", "4");
        });
    differences.put("a row more", d -> d.insert("d", "201", null, null, null));
    differences.put("another key", d -> d.update("d", "9", "id", "201"));
    return differences;
  }

  /** PostgreSQL's hash of a large integer is that of its two halves laid over each other. */
  @Test
  default void largeIntegersWithOneHashAreNotTakenForEqual() {
    TableMapping mapping = onBothSides("large", "id", "id int, v bigint");
    insert(Side.SOURCE, "large", "1", "1");
    insert(Side.TARGET, "large", "1", "4294967296");

    assertThat(digest(Side.TARGET, TableMapping.identity(mapping.to())))
        .isNotEqualTo(digest(Side.SOURCE, mapping));
  }

  private static void swap(ApplicationSession d, int one, int other) {
    d.update("d", Integer.toString(one), "b", "b" + other);
    d.update("d", Integer.toString(other), "b", "b" + one);
  }

  /** Many swaps, for a digest that is blind to them would still show some by overflowing. */
  @Test
  default void everySwapOfValuesBetweenTwoRowsShows() {
    TableMapping mapping = compared();
    fill(Side.SOURCE);
    List<BucketDigest> right = digest(Side.SOURCE, mapping, 1);
    fill(Side.TARGET);

    for (int id = 1; id < 100; id += 5) {
      int one = id;
      at(Side.TARGET, d -> swap(d, one, one + 1));
      assertThat(digest(Side.TARGET, mapping, 1)).as("ids %d, %d", id, id + 1).isNotEqualTo(right);
      at(Side.TARGET, d -> d.deleteAll("d"));
      fill(Side.TARGET);
    }
  }

  @Test
  default void rowsOfABucketAreTheRowsOfItsDigest() {
    TableMapping mapping = compared();
    fill(Side.SOURCE);
    List<BucketDigest> digest = digest(Side.SOURCE, mapping);
    Set<Row> all = new HashSet<>();

    try (Snapshot snapshot = source().reader().snapshot(List.of(mapping.from()))) {
      for (BucketDigest bucket : digest) {
        List<Row> rows = new ArrayList<>();
        snapshot.rows(mapping, KeyRange.ALL, BUCKETS, Set.of(bucket.bucket()), rows::add);
        assertThat(rows).hasSize((int) bucket.rows());
        all.addAll(rows);
      }
      List<Row> together = new ArrayList<>();
      Set<Integer> every = IntStream.range(0, BUCKETS).boxed().collect(Collectors.toSet());
      snapshot.rows(mapping, KeyRange.ALL, BUCKETS, every, together::add);
      assertThat(together).containsExactlyInAnyOrderElementsOf(all);
    }
    assertThat(all).containsExactlyInAnyOrderElementsOf(rows(Side.SOURCE, mapping, KeyRange.ALL));
  }

  @Test
  default void mappedRowsAreDigestedLikeTheRowsTheyBecame() {
    create(Side.SOURCE, "d", "id", COLUMNS);
    fill(Side.SOURCE);
    String columns = "b2 text, number bigint, n numeric(10,1), origin text, own text";
    create(Side.TARGET, "mapped", "number", columns);
    takeAndBegin();
    Table from = table(Side.SOURCE, "d");
    Table to = table(Side.TARGET, "mapped");
    TableMapping mapping =
        new TableMapping(
            from,
            to,
            List.of(
                cast(from, "id", to, "number"),
                new ColumnMapping.Copied("b", "b2"),
                cast(from, "n", to, "n"),
                new ColumnMapping.Constant("origin", "x")));
    copy(mapping, 50, true);
    TableMapping asWritten =
        new TableMapping(
            to,
            to,
            mapping.written().stream()
                .map(column -> (ColumnMapping) new ColumnMapping.Copied(column, column))
                .toList());

    assertThat(digest(Side.TARGET, asWritten)).isEqualTo(digest(Side.SOURCE, mapping));
    assertThat(rows(Side.TARGET, asWritten, KeyRange.ALL))
        .containsExactlyInAnyOrderElementsOf(rows(Side.SOURCE, mapping, KeyRange.ALL));
  }
}

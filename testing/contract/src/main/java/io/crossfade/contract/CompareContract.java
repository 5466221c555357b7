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
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Digests differ exactly where rows differ. */
public interface CompareContract extends ContractScene {
  int BUCKETS = 8;

  String CREATE = "CREATE TABLE d (id int PRIMARY KEY, a text, b text, n numeric)";

  String FILL =
      "INSERT INTO d SELECT n, 'a' || n % 3, CASE WHEN n % 5 = 0 THEN NULL ELSE 'b' || n END, n / 2.0"
          + " FROM (WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 200)"
          + " SELECT n FROM s) AS numbers";

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
    TableMapping mapping = onBothSides("d", CREATE);
    sql(Side.SOURCE, FILL);
    sql(Side.TARGET, FILL);

    List<BucketDigest> digest = digest(Side.SOURCE, mapping);

    assertThat(digest).hasSize(BUCKETS);
    assertThat(digest.stream().mapToLong(BucketDigest::rows).sum()).isEqualTo(200);
    assertThat(digest(Side.TARGET, TableMapping.identity(mapping.to()))).isEqualTo(digest);
  }

  @Test
  default void everySmallDifferenceShows() {
    TableMapping mapping = onBothSides("d", CREATE);
    sql(Side.SOURCE, FILL);
    List<BucketDigest> right = digest(Side.SOURCE, mapping);
    List<String> differences =
        List.of(
            "UPDATE d SET a = 'A1' WHERE id = 100",
            "UPDATE d SET b = '' WHERE id = 5",
            "UPDATE d SET n = 1.00 WHERE id = 2",
            "UPDATE d SET a = b, b = a WHERE id = 7",
            "UPDATE d SET b = CASE id WHEN 7 THEN 'b8' ELSE 'b7' END WHERE id IN (7, 8)",
            "UPDATE d SET n = n + CASE id WHEN 7 THEN 1 ELSE -1 END WHERE id IN (7, 8)",
            "UPDATE d SET a = 'same' WHERE id IN (1, 2)",
            "DELETE FROM d WHERE id = 200",
            "DELETE FROM d WHERE id IN (3, 4)",
            "INSERT INTO d VALUES (201, NULL, NULL, NULL)",
            "UPDATE d SET id = 201 WHERE id = 9");
    for (String difference : differences) {
      sql(Side.TARGET, "DELETE FROM d", FILL);
      assertThat(digest(Side.TARGET, mapping)).as("before " + difference).isEqualTo(right);
      sql(Side.TARGET, difference);
      assertThat(digest(Side.TARGET, mapping)).as(difference).isNotEqualTo(right);
    }
  }

  /** Many swaps, for a digest that is blind to them would still show some by overflowing. */
  @Test
  default void everySwapOfValuesBetweenTwoRowsShows() {
    TableMapping mapping = onBothSides("d", CREATE);
    sql(Side.SOURCE, FILL);
    List<BucketDigest> right = digest(Side.SOURCE, mapping, 1);
    String swap =
        "UPDATE d SET b = CASE id WHEN %1$d THEN 'b%2$d' ELSE 'b%1$d' END WHERE id IN (%1$d, %2$d)";
    sql(Side.TARGET, FILL);

    for (int id = 1; id < 100; id += 5) {
      sql(Side.TARGET, swap.formatted(id, id + 1));
      assertThat(digest(Side.TARGET, mapping, 1)).as("ids %d, %d", id, id + 1).isNotEqualTo(right);
      sql(Side.TARGET, "DELETE FROM d", FILL);
    }
  }

  @Test
  default void rowsOfABucketAreTheRowsOfItsDigest() {
    TableMapping mapping = onBothSides("d", CREATE);
    sql(Side.SOURCE, FILL);
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
    sql(Side.SOURCE, CREATE, FILL);
    sql(
        Side.TARGET,
        "CREATE TABLE mapped (b2 text, number bigint PRIMARY KEY, n numeric(10,1), origin text, own text)");
    takeAndBegin();
    Table to = table(Side.TARGET, "mapped");
    TableMapping mapping =
        new TableMapping(
            table(Side.SOURCE, "d"),
            to,
            List.of(
                new ColumnMapping.Cast("id", "integer", "number", "bigint"),
                new ColumnMapping.Copied("b", "b2"),
                new ColumnMapping.Cast("n", "numeric", "n", "numeric(10,1)"),
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

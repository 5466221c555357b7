package io.crossfade.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.KeyOrder;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Chunks cover every key once, and the database agrees with our order about which key is where. */
public interface PlanContract extends ContractScene {
  int ROWS = 1_000;

  @Test
  default void everyKindOfKeyIsCut() {
    keyTypes()
        .forEach((type, expression) -> {
          sql(
              Side.SOURCE,
              "DROP TABLE IF EXISTS t",
              "CREATE TABLE t (id " + type + " PRIMARY KEY)",
              insertNumbers("INSERT INTO t SELECT " + expression));
          assertCoversOnce(table(Side.SOURCE, "t"), 100, 8);
        });
  }

  @Test
  default void compositeKeyIsCutThoughItsFirstColumnIsSkewed() {
    sql(
        Side.SOURCE,
        "CREATE TABLE t (tenant int, n bigint, PRIMARY KEY (tenant, n))",
        insertNumbers("INSERT INTO t SELECT CASE WHEN n < 900 THEN 1 ELSE n % 7 END, -n * 1000"));

    assertCoversOnce(table(Side.SOURCE, "t"), 100, 8);
  }

  @Test
  default void keyIsCutByItsOrderedPrefix() {
    sql(
        Side.SOURCE,
        "CREATE TABLE t (tenant int, amount numeric(10,2), PRIMARY KEY (tenant, amount))",
        insertNumbers("INSERT INTO t SELECT n / 10, n / 4.0"));

    assertCoversOnce(table(Side.SOURCE, "t"), 100, 8);
  }

  @Test
  default void keyWithoutAProvableOrderIsOneChunk() {
    sql(Side.SOURCE, "CREATE TABLE t (amount numeric(10,2) PRIMARY KEY)");

    assertThat(source().reader().plan(table(Side.SOURCE, "t"), 1)).containsExactly(KeyRange.ALL);
  }

  @Test
  default void emptyTableIsOneChunk() {
    sql(Side.SOURCE, ITEM);

    assertThat(source().reader().plan(table(Side.SOURCE, "item"), 100))
        .containsExactly(KeyRange.ALL);
  }

  /** {@code n} is 1 to 1,000 in {@code insertSelect}. */
  default String insertNumbers(String insertSelect) {
    return insertSelect
        + " FROM (WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < "
        + ROWS
        + ") SELECT n FROM s) AS numbers";
  }

  default void assertCoversOnce(Table table, long rowsPerChunk, int atLeast) {
    List<KeyRange> ranges = source().reader().plan(table, rowsPerChunk);
    assertThat(ranges).as(table.columns().toString()).hasSizeGreaterThanOrEqualTo(atLeast);
    assertThat(ranges.get(0).from()).isNull();
    assertThat(ranges.get(ranges.size() - 1).to()).isNull();

    KeyOrder order = source().reader().order(table);
    TableMapping mapping = TableMapping.identity(table);
    List<Row> all = new ArrayList<>();
    for (KeyRange range : ranges) {
      List<Row> rows = rows(Side.SOURCE, mapping, range);
      assertThat(rows.size()).isLessThanOrEqualTo((int) rowsPerChunk * 2);
      for (Row row : rows) {
        Key key = key(table, row);
        assertThat(ranges.stream().filter(r -> order.contains(r, key))).containsExactly(range);
      }
      all.addAll(rows);
    }
    assertThat(all).hasSize(ROWS).doesNotHaveDuplicates();
  }

  private static Key key(Table table, Row row) {
    return Key.of(
        table.key().stream()
            .map(column -> String.valueOf(row.value(table.indexOf(column))))
            .toArray(String[]::new));
  }
}

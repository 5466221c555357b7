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
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Chunks cover every key once, and the database agrees with our order about which key is where. */
public interface PlanContract extends ContractScene {
  int ROWS = 1_000;

  @Test
  default void integersAreCut() {
    create(Side.SOURCE, "t", "id", "id bigint");
    insertNumbers(n -> new String[] {Long.toString((n - 500) * 9_000_000_000_000_000L)});

    assertCoversOnce(table(Side.SOURCE, "t"), 100, 8);
  }

  /** Some beyond what two bytes of UTF-16 hold, where orders differ easily. */
  @Test
  default void textsAreCut() {
    create(Side.SOURCE, "t", "id", "id varchar(60)");
    insertNumbers(n -> new String[] {(n % 2 == 0 ? "😀" : "\uea60") + n + "é' \\"});

    assertCoversOnce(table(Side.SOURCE, "t"), 100, 8);
  }

  @Test
  default void compositeKeyIsCutThoughItsFirstColumnIsSkewed() {
    create(Side.SOURCE, "t", "tenant, n", "tenant int, n bigint");
    insertNumbers(
        n -> new String[] {Integer.toString(n < 900 ? 1 : n % 7), Integer.toString(-n * 1000)});

    assertCoversOnce(table(Side.SOURCE, "t"), 100, 8);
  }

  @Test
  default void keyIsCutByItsOrderedPrefix() {
    create(Side.SOURCE, "t", "tenant, amount", "tenant int, amount " + typeWithoutOrder());
    insertNumbers(n -> new String[] {Integer.toString(n / 10), Double.toString(n / 4.0)});

    assertCoversOnce(table(Side.SOURCE, "t"), 100, 8);
  }

  @Test
  default void keyWithoutAProvableOrderIsOneChunk() {
    create(Side.SOURCE, "t", "amount", "amount " + typeWithoutOrder());

    assertThat(source().reader().plan(table(Side.SOURCE, "t"), 1)).containsExactly(KeyRange.ALL);
  }

  @Test
  default void emptyTableIsOneChunk() {
    create(Side.SOURCE, "item", "id", ITEM);

    assertThat(source().reader().plan(table(Side.SOURCE, "item"), 100))
        .containsExactly(KeyRange.ALL);
  }

  /** {@code n} is 1 to 1,000. */
  default void insertNumbers(IntFunction<@Nullable String[]> row) {
    at(Side.SOURCE, a -> a.insert("t", IntStream.rangeClosed(1, ROWS).mapToObj(row).toList()));
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

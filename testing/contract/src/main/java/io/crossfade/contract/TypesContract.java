package io.crossfade.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Snapshot;
import io.crossfade.connector.Write;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every type arrives unchanged by every way: as frames, as rows, applied; and is digested alike.
 */
public interface TypesContract extends ContractScene {

  @Test
  default void everyTypeArrivesByEveryWay() {
    takeAndBegin();
    types()
        .forEach((type, values) -> {
          String create = "CREATE TABLE typed (id int PRIMARY KEY, v " + type + ")";
          for (Side side : Side.values()) {
            sql(side, "DROP TABLE IF EXISTS typed", create);
          }
          List<String> rows = new ArrayList<>(List.of("(-1, NULL)"));
          for (int i = 0; i < values.size(); i++) {
            rows.add("(" + i + ", " + values.get(i) + ")");
          }
          sql(
              Side.SOURCE,
              rows.stream().map(row -> "INSERT INTO typed VALUES " + row).toArray(String[]::new));
          TableMapping mapping = TableMapping.identity(table(Side.SOURCE, "typed"));

          if (target().writer().understands(source().reader().frameFormat(), mapping)) {
            copyAfresh(mapping, true);
            assertSame(type, mapping);
          }
          copyAfresh(mapping, false);
          assertSame(type, mapping);
          sql(Side.TARGET, "DELETE FROM typed");
          apply(mapping, new Write.Upsert(mapping, rows(Side.SOURCE, mapping, KeyRange.ALL)));
          assertSame(type, mapping);
        });
  }

  default void copyAfresh(TableMapping mapping, boolean frames) {
    target().workspace().remove("contract");
    sql(Side.TARGET, "DELETE FROM typed");
    takeAndBegin();
    copy(mapping, 100, frames);
  }

  default void assertSame(String type, TableMapping mapping) {
    assertThat(rows(Side.TARGET, mapping, KeyRange.ALL))
        .as(type)
        .containsExactlyInAnyOrderElementsOf(rows(Side.SOURCE, mapping, KeyRange.ALL));
    try (Snapshot source = source().reader().snapshot(List.of(mapping.from()));
        Snapshot target = target().reader().snapshot(List.of(mapping.to()))) {
      assertThat(target.digest(mapping, KeyRange.ALL, 4))
          .as("digest of " + type)
          .containsExactlyInAnyOrderElementsOf(source.digest(mapping, KeyRange.ALL, 4));
    }
  }

  @Test
  default void castIsTheSameInACopyAndInAChange() {
    takeAndBegin();
    sql(Side.SOURCE, "CREATE TABLE c (id int PRIMARY KEY, n numeric(12,4), t text)");
    sql(Side.TARGET, "CREATE TABLE c (id bigint PRIMARY KEY, n int, t numeric(10,1))");
    sql(Side.SOURCE, "INSERT INTO c VALUES (1, 2.5, '7.26'), (2, 3.5, '-1'), (3, NULL, NULL)");
    Table from = table(Side.SOURCE, "c");
    TableMapping mapping =
        new TableMapping(
            from,
            table(Side.TARGET, "c"),
            List.of(
                new ColumnMapping.Cast("id", "integer", "id", "bigint"),
                new ColumnMapping.Cast("n", "numeric(12,4)", "n", "integer"),
                new ColumnMapping.Cast("t", "text", "t", "numeric(10,1)")));
    copy(mapping, 100, true);
    String all = "SELECT * FROM c ORDER BY id";
    List<String> copied = query(Side.TARGET, all);
    List<Row> asRead =
        new ArrayList<>(rows(Side.SOURCE, TableMapping.identity(from), KeyRange.ALL));

    sql(Side.TARGET, "DELETE FROM c");
    apply(mapping, new Write.Upsert(mapping, asRead));

    assertThat(copied).containsExactly("1|3|7.3", "2|4|-1.0", "3|null|null");
    assertThat(query(Side.TARGET, all)).isEqualTo(copied);
  }
}

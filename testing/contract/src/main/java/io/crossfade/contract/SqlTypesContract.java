package io.crossfade.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Snapshot;
import io.crossfade.connector.Write;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every type arrives unchanged by every way: as frames, as rows, applied; and is digested alike.
 */
public interface SqlTypesContract extends SqlScene {

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
}

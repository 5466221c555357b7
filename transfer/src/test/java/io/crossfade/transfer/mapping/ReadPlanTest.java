package io.crossfade.transfer.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.ColumnMapping.Cast;
import io.crossfade.model.ColumnMapping.Computed;
import io.crossfade.model.ColumnMapping.Constant;
import io.crossfade.model.ColumnMapping.Copied;
import io.crossfade.model.ColumnMapping.WhenMissing;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadPlanTest {
  private static final Table FROM =
      Tables.table("public.people", "id bigint!", "first text", "last text", "born date");
  private static final Table TO =
      Tables.table(
          "shop.clients",
          "id bigint!",
          "name text",
          "last text",
          "input_first text",
          "born text",
          "vat text");

  private static final TableMapping MAPPING =
      new TableMapping(
          FROM,
          TO,
          List.<ColumnMapping>of(
              new Copied("id", "id"),
              new Computed("name", "first + ' ' + last"),
              new Copied("first", "last"),
              new Constant("input_first", "c"),
              new WhenMissing("vat", "0"),
              new Cast("born", "date", "born", "text")));

  @Test
  void readsWhatTheDatabaseCanGiveAndThenWhatExpressionsNeed() {
    assertThat(ReadPlan.of(MAPPING).reading().columns())
        .containsExactly(
            new Copied("id", "id"),
            new Copied("first", "last"),
            new Constant("input_first", "c"),
            new Cast("born", "date", "born", "text"),
            new Copied("first", "input_first_"),
            new Copied("last", "input_last"));
    assertThat(ReadPlan.of(MAPPING).reading().to().column("input_first_").type()).isEqualTo("text");
  }

  @Test
  void finishesARowInTheMappingsOrder() {
    ReadPlan plan = ReadPlan.of(MAPPING);
    Row finished = plan.finish(Row.of("7", "Ada", "c", "1815-12-10", "Ada", "Lovelace"));
    assertThat(finished).isEqualTo(Row.of("7", "Ada Lovelace", "Ada", "c", "1815-12-10"));
    assertThat(plan.written().written())
        .containsExactly("id", "name", "last", "input_first", "born");
  }

  @Test
  void leavesARowAloneWhereNothingIsComputed() {
    ReadPlan plan = ReadPlan.of(TableMapping.identity(FROM));
    Row row = Row.of("7", "Ada", "Lovelace", null);
    assertThat(plan.reading()).isEqualTo(TableMapping.identity(FROM));
    assertThat(plan.finish(row)).isSameAs(row);
  }
}

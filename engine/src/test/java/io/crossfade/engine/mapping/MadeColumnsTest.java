package io.crossfade.engine.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.manifest.ManifestReader;
import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping.Called;
import io.crossfade.model.ColumnMapping.LookedUp;
import io.crossfade.model.ColumnMapping.Others;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Index;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import io.crossfade.transfer.mapping.RowMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Lookups and functions, there and back.
class MadeColumnsTest {
  private static final Table ORDERS =
      new Table(
          new TableName("public", "orders"),
          List.of(
              column("id", "bigint"),
              new Column("state", "text", false, "'new'", false, false),
              column("level", "integer"),
              column("title", "text"),
              column("note", "text"),
              column("price", "numeric(10,2)"),
              column("at", "timestamp without time zone")),
          List.of("id"),
          List.of(Index.plain("orders_level", List.of("level"), true)),
          List.of(),
          10);

  private static Column column(String name, String type) {
    return new Column(name, type, !name.equals("id"), null, false, false);
  }

  private static MappingPlan plan(String rules, String rest) {
    String manifest =
        """
        migration: shop
        source: {url: "jdbc:x://a", user: me}
        target: {url: "jdbc:x://b", user: me}
        tables: [public.*]
        mapping:
          public.orders:
        %s
        %s
        """
            .formatted(rules.indent(4).stripTrailing(), rest);
    return Mappings.plan(
        ManifestReader.parse("shop.yaml", manifest, Path.of(".")), List.of(ORDERS), Shop.DIALECTS);
  }

  private static final String MAPPING =
      """
      columns:
        state: {to: status, cast: smallint, lookup: {new: 01, paid: 2, sent: 3}}
        title: {java: backwards}
        level: {lookup: {1: 10, "2": 20}}
      add:
        short: {type: text, java: initials, of: [title, note]}
      """;

  @Test
  void derivesTheInverse() {
    MappingPlan plan = plan(MAPPING, "");
    TableMapping there = plan.forward().tables().getFirst();
    TableMapping back = plan.reverse().tables().getFirst();
    assertThat(there.columns())
        .contains(
            new LookedUp(
                "state",
                "status",
                Map.of("new", "1", "paid", "2", "sent", "3"),
                new Others.Refused()),
            new LookedUp("level", "level", Map.of("1", "10", "2", "20"), new Others.Refused()));
    assertThat(back.columns())
        .contains(
            new LookedUp(
                "status",
                "state",
                Map.of("1", "new", "2", "paid", "3", "sent"),
                new Others.Refused()));
    assertThat(back.columns()).anyMatch(c -> c instanceof Called c2 && c2.to().equals("title"));
    assertThat(there.to().column("status").defaultExpression()).isNull();
    assertThat(plan.remarks()).anyMatch(r -> r.contains("the default of column state"));

    Row source = Row.of("7", "paid", "2", "abc", "xyz", "1.50", null);
    Row target = new RowMapper(there).map(source);
    assertThat(target.value(there.written().indexOf("status"))).isEqualTo("2");
    assertThat(target.value(there.written().indexOf("title"))).isEqualTo("cba");
    assertThat(target.value(there.written().indexOf("short"))).isEqualTo("ax");
    assertThat(new RowMapper(back).map(target)).isEqualTo(source);
  }

  @Test
  void aRowThatHasNoValueIsNamedWithoutItsValues() {
    TableMapping there =
        plan(
                """
                columns: {state: {lookup: {new: n}}, price: {java: choosy, whenMissing: null}}\
                """,
                "")
            .forward()
            .tables()
            .getFirst();
    assertRefused(
        there,
        Row.of("7", "other", null, null, null, null, null),
        "key=id=7",
        "the lookup does not name the value of column state");
    assertRefused(
        there,
        Row.of("8", "new", null, null, null, "-3.00", null),
        "key=id=8",
        "function choosy (io.crossfade.engine.functions.Choosy) failed with java.lang.IllegalArgumentException at ");
    assertRefused(
        there,
        Row.of("9", "new", null, null, null, "7.00", null),
        "key=id=9",
        "function choosy (io.crossfade.engine.functions.Choosy) gave a String, which does not fit");
    assertThat(new RowMapper(there).map(Row.of("9", "new", null, null, null, "4.00", null)))
        .isEqualTo(Row.of("9", "n", null, null, null, "8.00", null));
  }

  private static void assertRefused(TableMapping mapping, Row row, String key, String why) {
    assertThatThrownBy(() -> new RowMapper(mapping).map(row))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.TARGET_REFUSED_ROW);
              assertThat("key=" + e.fields().get("key")).isEqualTo(key);
            })
        .hasMessageContaining("public.orders")
        .hasMessageContaining(why)
        .hasMessageNotContaining("secret")
        .hasMessageNotContaining("other");
  }

  @Test
  void othersMayBecomeOneValueWhereNobodyComesBackByIt() {
    String rules = "columns: {state: {lookup: {new: n}, otherwise: null, inverse: '\"new\"'}}";
    TableMapping there = plan(rules, "").forward().tables().getFirst();
    assertThat(there.to().column("state").nullable()).isTrue();
    assertThat(new RowMapper(there).map(Row.of("7", "old", null, null, null, null, null)).value(1))
        .isNull();
    assertThat(plan("columns: {state: {lookup: {new: n}, otherwise: n}}", "reverse: none"))
        .matches(plan -> !plan.hasWayBack());
  }

  @Test
  void whatCannotComeBackIsRefusedWithTheReason() {
    refuses(
        ErrorCode.MAPPING_NOT_REVERSIBLE,
        """
        columns:
          state: {lookup: {new: n}, otherwise: x}
          note: {lookup: {a: x, b: x}}
          price: {java: choosy}
        """,
        "8:23: column state of public.orders cannot find its way back: otherwise stands for many values; write inverse",
        "9:22: column note of public.orders cannot find its way back: the lookup makes one value, or NULL, of several; write inverse",
        "10:21: column price of public.orders cannot find its way back: function choosy has no inverse; write inverse");
  }

  @Test
  void whatCannotBeIsRefused() {
    refuses(
        ErrorCode.MAPPING_INVALID,
        """
        columns:
          id: {lookup: {1: 2}}
          level: {lookup: {1: 2, 01: 3, x: 4}}
          title: {java: backward}
          at: {lookup: {now: then}}
        add:
          short: {type: text, java: initials, of: [titel]}
        """,
        "8:7: column id of public.orders is in the primary key, by which a row is found on both sides; keep it",
        "9:23: the lookup of column level of public.orders names one value twice: 1 and 01; keep one of them",
        "9:23: the lookup of column level of public.orders has x, which is no integer; write a whole number of 32 bits",
        "10:21: there is no function backward on the class path; did you mean backwards?",
        "11:20: column at of public.orders has a type whose values are not found by how they are written: timestamp",
        "13:33: public.orders has no column titel; did you mean title?");
    refuses(
        ErrorCode.MAPPING_INVALID,
        "columns: {level: {lookup: {1: 2, 2: 2}, inverse: '1'}}",
        "7:31: column level of public.orders is unique, and the lookup makes one value of several");
  }

  private static void refuses(ErrorCode code, String rules, String... lines) {
    assertThatThrownBy(() -> plan(rules, ""))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              List<String> said = ("" + e.getMessage()).lines().toList();
              assertThat(said).hasSameSizeAs(lines);
              for (int i = 0; i < lines.length; i++) {
                assertThat(said.get(i)).startsWith("shop.yaml:" + lines[i]);
              }
            });
  }
}

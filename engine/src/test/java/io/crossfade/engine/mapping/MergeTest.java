package io.crossfade.engine.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.manifest.ManifestReader;
import io.crossfade.model.Check;
import io.crossfade.model.Column;
import io.crossfade.model.Constraint;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Definition;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Key;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Several tables of the source become one.
class MergeTest {
  private static final Column ID = new Column("id", "bigint", false, null, true, false);
  private static final Column NAME = new Column("name", "text", false, null, false, false);
  private static final Column NOTE = new Column("note", "text", true, "'-'", false, false);
  private static final Column SINCE = new Column("since", "date", true, null, false, false);

  private static final Check NAMED =
      new Check("named", new Definition("name <> ''", List.of("name")), true);

  private static final Table ITEMS =
      table(
          "items",
          List.of(ID),
          List.of(),
          new ForeignKey(
              "of_order", List.of("id"), new TableName("public", "orders_eu"), List.of("id"), ""));

  private static Table table(
      String name, List<Column> columns, List<Index> indexes, Constraint... constraints) {
    return new Table(
        new TableName("public", name),
        columns,
        List.of("id"),
        indexes,
        Arrays.asList(constraints),
        10);
  }

  private static Table orders(String region, Column... more) {
    List<Column> columns = new ArrayList<>(List.of(ID, NAME, NOTE));
    columns.addAll(List.of(more));
    return table(
        "orders_" + region,
        columns,
        List.of(
            Index.plain("by_name_" + region, List.of("name"), true),
            Index.plain("by_note_" + region, List.of("note"), false)),
        NAMED);
  }

  private static String rule(String region, String column) {
    return "public.orders_%s: {to: shop.orders, add: {%s}}".formatted(region, column);
  }

  private static String region(String constant) {
    return "region: {type: text, constant: %s, key: true}".formatted(constant);
  }

  private static MappingPlan plan(List<Table> source, String... rules) {
    String manifest =
        """
        migration: shop
        source: {url: "jdbc:x://a", user: me}
        target: {url: "jdbc:x://b", user: me}
        tables: [public.*]
        mapping:
        """;
    return Mappings.plan(
        ManifestReader.parse(
            "shop.yaml", manifest + String.join("\n", rules).indent(2), Path.of(".")),
        source,
        Shop.DIALECTS);
  }

  @Test
  void eachOfThemIsASliceOfTheOne() {
    MappingPlan plan =
        plan(
            List.of(orders("us"), orders("eu", SINCE), ITEMS),
            rule("eu", region("eu")),
            rule("us", region("us")));

    assertThat(plan.targetTables()).hasSize(2);
    Table one = plan.targetTables().get(1);
    assertThat(one.name()).hasToString("shop.orders");
    assertThat(one.key()).containsExactly("region", "id");
    assertThat(one.columnNames()).containsExactly("id", "name", "note", "since", "region");
    assertThat(one.column("region").nullable()).isFalse();
    assertThat(one.estimatedRows()).isEqualTo(20);
    assertThat(one.indexes())
        .containsExactly(
            Index.plain("by_name_eu", List.of("region", "name"), true),
            Index.plain("by_note_eu", List.of("note"), false));
    assertThat(one.checks()).containsExactly(NAMED);

    TableMapping eu = plan.forward().tables().get(1);
    assertThat(eu.to()).isEqualTo(one);
    assertThat(eu.writtenSlice()).isEqualTo(Key.of("eu"));
    assertThat(eu.name()).hasToString("public.orders_eu");
    TableMapping back = plan.reverse().tables().get(2);
    assertThat(back.from()).isEqualTo(one);
    assertThat(back.slice()).isEqualTo(Key.of("us"));
    assertThat(back.name()).hasToString("public.orders_us");
    assertThat(back.written()).containsExactly("id", "name", "note");
    assertThat(plan.remarks())
        .containsExactly(
            "not carried: foreign key of_order of public.items: public.orders_eu becomes a part of shop.orders, whose key begins with another column");
  }

  @Test
  void whatNotAllOfThemHaveIsListed() {
    Table us =
        table(
            "orders_us",
            List.of(ID, NAME, new Column("note", "text", true, "'?'", false, false)),
            List.of(Index.plain("name_us", List.of("name"), false)));
    MappingPlan plan =
        plan(List.of(us, orders("eu")), rule("eu", region("eu")), rule("us", region("us")));

    Table one = plan.targetTables().getFirst();
    assertThat(one.indexes()).isEmpty();
    assertThat(one.checks()).isEmpty();
    assertThat(one.column("note").defaultExpression()).isNull();
    assertThat(plan.remarks())
        .hasSize(5)
        .anyMatch(remark -> remark.startsWith("not carried: index by_name_eu of public.orders_eu"))
        .anyMatch(remark -> remark.startsWith("not carried: index by_note_eu of public.orders_eu"))
        .anyMatch(remark -> remark.startsWith("not carried: check named of public.orders_eu"))
        .anyMatch(remark -> remark.startsWith("not carried: index name_us of public.orders_us"))
        .anyMatch(
            remark -> remark.startsWith("not carried: the default of column note of shop.orders"));
  }

  /// Who has no such column does not name it, and would get the other's default.
  @Test
  void aColumnThatSomeDoNotHaveHasNoDefault() {
    Column vat = new Column("vat", "numeric", true, "0.19", false, false);
    List<String> rules = List.of(rule("eu", region("eu")), rule("us", region("us")));
    for (List<Table> source :
        List.of(
            List.of(orders("eu", vat), orders("us")), List.of(orders("eu"), orders("us", vat)))) {
      MappingPlan plan = plan(source, rules.toArray(String[]::new));

      assertThat(plan.targetTables().getFirst().column("vat").defaultExpression()).isNull();
      assertThat(plan.targetTables().getFirst().column("note").defaultExpression())
          .isEqualTo("'-'");
      assertThat(plan.remarks())
          .anyMatch(
              remark -> remark.startsWith("not carried: the default of column vat of shop.orders"));
    }
  }

  @Test
  void whatNothingTellsApartIsRefused() {
    refuses(
        List.of(orders("eu"), orders("us")),
        List.of(rule("eu", region("eu")), "public.orders_us: {to: shop.orders}"),
        "7:3: public.orders_eu and public.orders_us would both become shop.orders; give one of them another name with to, or exclude it; or let them become one, by a constant in the key of each");
    refuses(
        List.of(orders("eu"), orders("us")),
        List.of(rule("eu", region("eu")), rule("us", region("EU"))),
        "7:76: public.orders_eu and public.orders_us would both become the rows of shop.orders with region = EU; give each of them a constant of its own");
    refuses(
        List.of(orders("eu"), orders("us")),
        List.of(
            rule("eu", "place: {type: int, constant: 1, key: true}"),
            rule("us", "place: {type: int, constant: \"01\", key: true}")),
        "7:74: public.orders_eu and public.orders_us would both become the rows of shop.orders with place = 01");
    refuses(
        List.of(orders("eu"), orders("us")),
        List.of(rule("eu", region("1")), rule("us", "place: {type: int, constant: 2, key: true}")),
        "7:74: public.orders_eu and public.orders_us would both become shop.orders, and are told apart by region text and by place int");
    refuses(
        List.of(orders("eu"), orders("us")),
        List.of(
            rule("eu", region("null")),
            rule("us", "region: {type: text, constant: \"ü\", key: true}")),
        "6:76: column region of public.orders_eu comes first in the key, and its constant is null",
        "7:76: column region of public.orders_us comes first in the key, and its constant is 'ü'");
    refuses(
        List.of(orders("eu")),
        List.of(rule("eu", "at: {type: date, constant: 2026-01-01, key: true}")),
        "6:72: column at of public.orders_eu comes first in the key, and has the type date");
    refuses(
        List.of(orders("eu")),
        List.of(rule("eu", region("eu") + ", shop: {type: int, constant: 1, key: true}")),
        "6:120: public.orders_eu has two constants in its key, region and shop");
  }

  @Test
  void whatFitsNotTogetherIsRefused() {
    Table us =
        table(
            "orders_us",
            List.of(
                ID,
                new Column("name", "integer", false, null, false, false),
                new Column("must", "integer", false, null, false, false)),
            List.of());
    refuses(
        List.of(us, orders("eu")),
        List.of(rule("eu", region("eu")), rule("us", region("us"))),
        "6:3: public.orders_eu has no value for column must of shop.orders, which public.orders_us has and is NOT NULL",
        "7:3: column name of shop.orders would be text NOT NULL, that of public.orders_us integer NOT NULL");
    refuses(
        List.of(orders("eu"), ITEMS),
        List.of(rule("eu", region("eu")), "public.items: {to: public.orders_eu}"),
        "6:76: public.orders_eu becomes a part of shop.orders, and its name is that of public.items on the target");
    refuses(
        List.of(orders("eu"), orders("us")),
        List.of(
            rule("eu", region("eu")),
            "public.orders_us: {to: shop.orders, columns: {id: {to: number}}, add: {region: {type: text, constant: us, key: true}}}"),
        "7:105: public.orders_eu and public.orders_us would both become shop.orders, and their keys are [region, id] and [region, number]");
  }

  private static void refuses(List<Table> source, List<String> rules, String... lines) {
    assertThatThrownBy(() -> plan(source, rules.toArray(String[]::new)))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.MAPPING_INVALID);
              List<String> said = ("" + e.getMessage()).lines().toList();
              assertThat(said).as(said.toString()).hasSameSizeAs(lines);
              for (int i = 0; i < lines.length; i++) {
                assertThat(said.get(i)).startsWith("shop.yaml:" + lines[i]);
              }
            });
  }
}

package io.crossfade.engine.mapping;

import static io.crossfade.engine.mapping.Shop.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Proposal;
import io.crossfade.model.Check;
import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping.Cast;
import io.crossfade.model.ColumnMapping.Computed;
import io.crossfade.model.ColumnMapping.Constant;
import io.crossfade.model.ColumnMapping.Copied;
import io.crossfade.model.ColumnMapping.WhenMissing;
import io.crossfade.model.Definition;
import io.crossfade.model.Direction;
import io.crossfade.model.Equality;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Mapping;
import io.crossfade.model.Partition;
import io.crossfade.model.Partitioning;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.values.NamedKinds;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MappingsTest {
  private static final String MAPPING =
      """
      public.customers:
        to: shop.clients
        columns:
          id: {to: number}
          email: {to: mail}
          created: {cast: timestamptz}
          vat: {drop: true, whenMissing: 0}
          nickname: {drop: true}
          last_name: {drop: true, inverse: 'size(full_name) > 0 ? full_name.split(" ")[1] : ""'}
          search: {drop: true}
        add:
          full_name: {type: text, nullable: false, expression: 'first_name + " " + coalesce(last_name, "")'}
          active: {type: boolean, constant: true}
      """;

  private static MappingPlan plan(String mapping) {
    return Mappings.plan(Shop.manifest(mapping), Shop.SOURCE, Shop.DIALECTS);
  }

  private static TableMapping table(Mapping mapping, String from) {
    return mapping.from(name(from)).orElseThrow();
  }

  @Test
  void movesTablesAsTheyAreWhereNothingIsSaid() {
    MappingPlan plan = plan("");
    assertThat(plan.targetTables()).containsExactly(Shop.CUSTOMERS, Shop.ORDERS);
    assertThat(plan.forward().direction()).isEqualTo(Direction.FORWARD);
    assertThat(plan.reverse().direction()).isEqualTo(Direction.REVERSE);
    assertThat(table(plan.forward(), "public.customers"))
        .isEqualTo(TableMapping.identity(Shop.CUSTOMERS));
    assertThat(plan.reverse().tables()).isEqualTo(plan.forward().tables());
    assertThat(plan.remarks())
        .containsExactly(
            "column search of public.customers is computed by each database itself: where their versions do not compute it alike,"
                + " `compare: never` in the mapping leaves it out of the comparison");
  }

  @Test
  void shapesTheTargetsTable() {
    Table target = table(plan(MAPPING).forward(), "public.customers").to();
    assertThat(target.name()).isEqualTo(name("shop.clients"));
    assertThat(target.columns())
        .containsExactly(
            new Column("number", "bigint", false, "nextval('customers_id_seq')", true, false),
            new Column("mail", "text", false, null, false, false),
            new Column("first_name", "text", false, null, false, false),
            new Column("created", "timestamptz", false, null, false, false),
            new Column("score", "integer", false, "0", false, false),
            new Column("full_name", "text", false, null, false, false),
            new Column("active", "boolean", true, null, false, false));
    assertThat(target.key()).containsExactly("number");
    assertThat(target.indexes())
        .containsExactly(Index.plain("customers_email", List.of("mail"), true));
  }

  @Test
  void followsARenamedTableInForeignKeys() {
    assertThat(table(plan(MAPPING).forward(), "public.orders").to().foreignKeys())
        .containsExactly(
            new ForeignKey(
                "orders_customer",
                List.of("customer"),
                name("shop.clients"),
                List.of("number"),
                "ON DELETE CASCADE"));
  }

  @Test
  void mapsThere() {
    assertThat(table(plan(MAPPING).forward(), "public.customers").columns())
        .containsExactly(
            new Copied("id", "number"),
            new Copied("email", "mail"),
            new Copied("first_name", "first_name"),
            new Cast("created", "timestamp without time zone", "created", "timestamptz"),
            new Copied("score", "score"),
            new Computed("full_name", "first_name + \" \" + coalesce(last_name, \"\")"),
            new Constant("active", "t"));
  }

  /// A nullable or defaulted column of which nothing is said is left out: the database fills it.
  @Test
  void mapsBack() {
    TableMapping back = table(plan(MAPPING).reverse(), "shop.clients");
    assertThat(back.to()).isEqualTo(Shop.CUSTOMERS);
    assertThat(back.columns())
        .containsExactly(
            new Copied("number", "id"),
            new Copied("mail", "email"),
            new Copied("first_name", "first_name"),
            new Computed("last_name", "size(full_name) > 0 ? full_name.split(\" \")[1] : \"\""),
            new Cast("created", "timestamptz", "created", "timestamp without time zone"),
            new WhenMissing("vat", "0.00"),
            new Copied("score", "score"));
  }

  @Test
  void remarksWhatIsNotCarried() {
    assertThat(plan(MAPPING).remarks())
        .containsExactly(
            "not carried: unique index customers_vat of public.customers: a column of it is dropped;"
                + " the target accepts rows that the source would refuse on the way back",
            "not carried: index customers_nickname of public.customers: a column of it is dropped");
    assertThat(
            Mappings.plan(
                    Shop.withTables("tables: [public.orders]", ""), Shop.SOURCE, Shop.DIALECTS)
                .remarks())
        .containsExactly(
            "not carried: foreign key orders_customer of public.orders: public.customers is not moved");
  }

  @Test
  void remarksCastsThatLoseSomething() {
    assertThat(
            plan("""
            public.orders: {columns: {total: {cast: integer}, code: {cast: text}}}
            public.customers: {columns: {search: {drop: true}}}
            """)
                .remarks())
        .containsExactly(
            "column total of public.orders is cast from numeric(12,2) to integer: what the cast rounds or cuts does not come back");
  }

  @Test
  void tellsBothDirectionsWhatIsNotComparedExactly() {
    MappingPlan plan =
        plan(
            "public.customers: {columns: {vat: {to: tax, compare: sql}, search: {compare: never}}}");
    assertThat(table(plan.forward(), "public.customers").equality())
        .isEqualTo(Map.of("tax", Equality.SQL, "search", Equality.NEVER));
    assertThat(table(plan.reverse(), "public.customers").equality())
        .isEqualTo(Map.of("vat", Equality.SQL, "search", Equality.NEVER));
    assertThat(plan.remarks())
        .containsExactly(
            "column vat of public.customers is compared by SQL's equality: 1.0 is 1.00",
            "column search of public.customers is computed by each database itself, and not compared");
  }

  @Test
  void castsAKeyWithinItsOrder() {
    TableMapping orders =
        table(
            plan("public.orders: {columns: {number: {cast: bigint}}}").forward(), "public.orders");
    assertThat(orders.columns()).contains(new Cast("number", "integer", "number", "bigint"));
    assertThat(orders.to().key()).containsExactly("customer", "number");
  }

  @Test
  void leavesOutWhatIsExcluded() {
    MappingPlan plan =
        Mappings.plan(
            Shop.withTables("tables: ['*.*']\nexclude: [public.o*]", ""),
            Shop.SOURCE,
            Shop.DIALECTS);
    assertThat(plan.sourceTables()).containsExactly(Shop.CUSTOMERS);
  }

  @Test
  void keepsIndexNamesApartThatMeetInOneSchema() {
    Table twin = renamed(Shop.CUSTOMERS, "archive.clients");
    MappingPlan plan =
        Mappings.plan(
            Shop.withTables("tables: ['*.c*']", "archive.clients: {to: public.old}"),
            List.of(Shop.CUSTOMERS, twin),
            Shop.DIALECTS);
    assertThat(plan.targetTables().stream().flatMap(t -> t.indexes().stream()).map(Index::name))
        .contains("customers_email", "customers_customers_email");
  }

  /// Nobody but the engine can read them, so they cannot follow a column to another name or type.
  @Test
  void takesTheEnginesOwnWordsOnlyWhereTheirColumnsPass() {
    Index index = new Index("i", List.of(), false, false, definition("USING gin (f(total))"));
    Check check = new Check("c", definition("total > 0"), true);
    Table orders =
        new Table(
            name("public.orders"),
            Shop.ORDERS.columns(),
            Shop.ORDERS.key(),
            List.of(index),
            List.of(check),
            0);

    Table same = words(orders, "{code: {cast: text}}").targetTables().getFirst();
    assertThat(same.indexes()).containsExactly(index);
    assertThat(same.constraints()).containsExactly(check);
    for (String rule :
        List.of("{to: sum}", "{cast: 'numeric(14,2)'}", "{drop: true, whenMissing: 1}")) {
      MappingPlan plan = words(orders, "{total: " + rule + "}");
      assertThat(plan.targetTables().getFirst().indexes()).isEmpty();
      assertThat(plan.targetTables().getFirst().constraints()).isEmpty();
      assertThat(plan.remarks())
          .anySatisfy(r ->
              assertThat(r)
                  .startsWith("not carried: index i of public.orders: ")
                  .endsWith("USING gin (f(total))"))
          .anySatisfy(r ->
              assertThat(r)
                  .startsWith("not carried: check c of public.orders: ")
                  .endsWith("total > 0"));
    }
  }

  /// They stay in their table's schema, wherever that goes, and need the column by which it is cut.
  @Test
  void partitionsFollowTheirTable() {
    Partition near = new Partition(name("public.near"), name("public.orders"), "DEFAULT", null);
    Partition far = new Partition(name("far.away"), name("public.near"), "DEFAULT", null);
    Partitioning parts = new Partitioning(definition("RANGE (total)"), List.of(near, far));
    Table orders =
        new Table(
            name("public.orders"),
            Shop.ORDERS.columns(),
            Shop.ORDERS.key(),
            List.of(),
            List.of(parts),
            0);

    assertThat(moved(orders, "{to: shop.sales}").targetTables().getFirst().partitioning())
        .map(Partitioning::partitions)
        .contains(
            List.of(
                new Partition(name("shop.near"), name("shop.sales"), "DEFAULT", null),
                new Partition(name("far.away"), name("shop.near"), "DEFAULT", null)));
    MappingPlan cast = words(orders, "{total: {cast: 'numeric(14,2)'}}");
    assertThat(cast.targetTables().getFirst().partitioning()).isEmpty();
    assertThat(cast.remarks())
        .anySatisfy(r -> assertThat(r).startsWith("not carried: partitions of public.orders: "));
  }

  private static Definition definition(String text) {
    return new Definition(text, List.of("total"));
  }

  private static MappingPlan words(Table orders, String columns) {
    return moved(orders, "{columns: " + columns + "}");
  }

  private static MappingPlan moved(Table orders, String rule) {
    return Mappings.plan(
        Shop.withTables("tables: [public.orders]", "public.orders: " + rule),
        List.of(orders),
        Shop.DIALECTS);
  }

  private static Table renamed(Table table, String name) {
    return new Table(
        name(name), table.columns(), table.key(), table.indexes(), table.constraints(), 0);
  }

  /// Between engines a default is written for the type that was offered.
  @Test
  void aDefaultOutlivesACastToATypeOfTheLikeKindOnly() {
    Dialects others = new Dialects(false, NamedKinds::of, Proposal::of);

    MappingPlan bigger =
        Mappings.plan(
            Shop.manifest("public.customers: {columns: {score: {cast: bigint}}}"),
            Shop.SOURCE,
            others);
    assertThat(bigger.targetTables().getFirst().column("score").defaultExpression()).isEqualTo("0");
    assertThat(bigger.remarks()).noneMatch(remark -> remark.contains("score"));

    MappingPlan text =
        Mappings.plan(
            Shop.manifest("public.customers: {columns: {score: {cast: text}}}"),
            Shop.SOURCE,
            others);
    assertThat(text.targetTables().getFirst().column("score").defaultExpression()).isNull();
    assertThat(text.remarks()).anyMatch(remark -> remark.contains("the default of column score"));
  }

  @Test
  void withoutAWayBackNothingHasToComeBack() {
    String dropped = "public.orders: {columns: {total: {drop: true}}}";
    MappingPlan plan =
        Mappings.plan(
            Shop.withTables("tables: [public.*]\nreverse: none", dropped),
            Shop.SOURCE,
            Shop.DIALECTS);
    assertThat(plan.hasWayBack()).isFalse();
    assertThat(plan.reverse().tables()).isEmpty();
    assertThat(plan.touchedSourceTables()).hasSize(2);
    assertThat(plan.spelledBy(type -> type).hasWayBack()).isFalse();
    assertThat(plan("").hasWayBack()).isTrue();
  }
}

package io.crossfade.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Finding;
import io.crossfade.model.Check;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.SchemaObject;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What hangs on a table is read and made, too; what cannot be carried is named. */
public interface SqlCatalogContract extends SqlScene {
  default void makeOrders() {
    sql(
        Side.SOURCE,
        "CREATE TABLE customer (id bigint "
            + identity()
            + " PRIMARY KEY, email varchar(80) NOT NULL)",
        "CREATE UNIQUE INDEX customer_email ON customer (email)",
        "CREATE TABLE line (place int NOT NULL, orders bigint NOT NULL, "
            + declared("state text DEFAULT 'new'")
            + ", customer bigint, PRIMARY KEY (orders, place), CONSTRAINT line_place CHECK (place > 0))",
        // Some servers want an index that begins with the key's column, and make one if there is
        // none.
        "CREATE INDEX line_state ON line (customer, state)",
        "ALTER TABLE line ADD CONSTRAINT line_customer FOREIGN KEY (customer) REFERENCES customer (id) "
            + foreignKeyAction());
    target().workspace().take(LEASE);
  }

  @Test
  default void tablesAreReadAsTheyWereMade() {
    makeOrders();

    Table customer = table(Side.SOURCE, "customer");
    Table line = table(Side.SOURCE, "line");

    assertThat(customer.columnNames()).containsExactly("id", "email");
    assertThat(customer.column("id").identity()).isTrue();
    assertThat(customer.column("email").nullable()).isFalse();
    assertThat(customer.indexes())
        .containsExactly(Index.plain("customer_email", List.of("email"), true));
    assertThat(line.key()).containsExactly("orders", "place");
    assertThat(line.column("state").defaultExpression()).contains("new");
    assertThat(line.column("state").nullable()).isTrue();
    assertThat(line.indexes())
        .containsExactly(Index.plain("line_state", List.of("customer", "state"), false));
    assertThat(line.checks()).extracting(Check::name).containsExactly("line_place");
    assertThat(line.checks().get(0).definition().columns()).containsExactly("place");
    assertThat(line.foreignKeys()).hasSize(1);
    ForeignKey foreignKey = line.foreignKeys().get(0);
    assertThat(foreignKey.columns()).containsExactly("customer");
    assertThat(foreignKey.references()).isEqualTo(new TableName(schema(), "customer"));
    assertThat(foreignKey.referencedColumns()).containsExactly("id");
    assertThat(line.estimatedRows()).isNotNegative();
  }

  @Test
  default void madeTablesAreReadLikeTheirModels() {
    makeOrders();
    List<Table> models = List.of(table(Side.SOURCE, "line"), table(Side.SOURCE, "customer"));

    target().catalog().create(LEASE, models);

    Table bare = table(Side.TARGET, "line");
    assertThat(bare.columns()).isEqualTo(models.get(0).columns());
    assertThat(bare.key()).isEqualTo(models.get(0).key());
    assertThat(bare.indexes()).isEmpty();
    assertThat(bare.constraints()).isEmpty();

    target().catalog().finish(LEASE, models);

    for (Table model : models) {
      Table made = table(Side.TARGET, model.name().name());
      assertThat(made.columns()).isEqualTo(model.columns());
      assertThat(made.indexes()).isEqualTo(model.indexes());
      assertThat(made.constraints()).isEqualTo(model.constraints());
    }
  }

  @Test
  default void makingAndFinishingTwiceIsLikeOnce() {
    makeOrders();
    List<Table> models = List.of(table(Side.SOURCE, "customer"), table(Side.SOURCE, "line"));

    for (int i = 0; i < 2; i++) {
      target().catalog().create(LEASE, models);
      target().catalog().finish(LEASE, models);
    }

    assertThat(table(Side.TARGET, "line").constraints()).hasSize(2);
    assertThat(table(Side.TARGET, "customer").indexes()).hasSize(1);
  }

  @Test
  default void preflightIsSilentWhereNothingIsWrong() {
    makeOrders();
    List<Table> models = List.of(table(Side.SOURCE, "customer"), table(Side.SOURCE, "line"));

    assertThat(stops(source().catalog().preflight(Side.SOURCE, models))).isEmpty();
    assertThat(stops(target().catalog().preflight(Side.TARGET, models))).isEmpty();
    assertThat(stops(target().catalog().differences(source().catalog().settings(), models)))
        .isEmpty();
  }

  private static List<Finding> stops(List<Finding> findings) {
    return findings.stream().filter(f -> f.severity() == Finding.Severity.STOPS).toList();
  }

  @Test
  default void theSizeOfATableIsTold() {
    makeOrders();
    List<Table> models = List.of(table(Side.SOURCE, "customer"));

    assertThat(source().catalog().sizes(models))
        .containsOnlyKeys(models.get(0).name())
        .allSatisfy((name, size) -> assertThat(size.bytes()).isNotNegative());
    assertThat(target().catalog().sizes(models)).isEmpty();
  }

  @Test
  default void nothingThatHangsOnATableIsPassedOver() {
    makeOrders();
    sql(Side.SOURCE, "CREATE VIEW urgent AS SELECT orders FROM line WHERE state = 'urgent'");
    List<Table> models = List.of(table(Side.SOURCE, "customer"), table(Side.SOURCE, "line"));

    SchemaObject urgent =
        source().catalog().objects(Set.of(schema()), models).stream()
            .filter(object -> object.name().name().contains("urgent"))
            .findFirst()
            .orElseThrow();
    assertThat(urgent.section()).isEqualTo(SchemaObject.Section.AFTER_COPY);
    assertThat(urgent.uses().columns())
        .containsOnlyKeys(models.get(1).name())
        .containsValue(List.of("orders", "state"));

    target().catalog().create(LEASE, models);
    assertThat(target().catalog().make(LEASE, List.of(urgent))).isEmpty();
    assertThat(target().catalog().make(LEASE, List.of(urgent))).isEmpty();
    assertThat(target().catalog().objects(Set.of(schema()), models))
        .extracting(SchemaObject::name)
        .contains(urgent.name());
    target().catalog().drop(LEASE.migration());
    assertThat(target().catalog().objects(Set.of(schema()), List.of()))
        .extracting(SchemaObject::name)
        .doesNotContain(urgent.name());
  }

  @Test
  default void preflightNamesWhatIsWrong() {
    sql(Side.SOURCE, "CREATE TABLE keyless (id int)");
    create(Side.SOURCE, "item", "id", ITEM);
    sql(Side.TARGET, "CREATE TABLE item (id bigint PRIMARY KEY, name int)");

    assertThat(source().catalog().preflight(Side.SOURCE, List.of(table(Side.SOURCE, "keyless"))))
        .anyMatch(p -> p.where().contains("keyless") && p.what().contains("primary key"));
    assertThat(target().catalog().preflight(Side.TARGET, List.of(table(Side.SOURCE, "item"))))
        .anyMatch(p -> p.what().contains("name"))
        .anyMatch(p -> p.what().contains("price"));
  }
}

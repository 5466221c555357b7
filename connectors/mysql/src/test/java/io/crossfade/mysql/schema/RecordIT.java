package io.crossfade.mysql.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.crossfade.connector.Catalog;
import io.crossfade.connector.Comment;
import io.crossfade.connector.Lease;
import io.crossfade.model.Column;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.SchemaObject;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.mysql.TestDatabase;
import io.crossfade.mysqlservers.MySqlVersion;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** DDL commits by itself: what was made is known at any moment, and nothing else is dropped. */
@Timeout(60)
class RecordIT {
  private TestDatabase on;
  private Lease lease;

  @BeforeEach
  void begin() throws SQLException {
    on = TestDatabase.on(MySqlVersion.MARIADB_11_4);
    lease = on.lease();
  }

  @AfterEach
  void end() throws SQLException {
    on.close();
  }

  private Catalog catalog() {
    return on.database().catalog();
  }

  private Table item(List<Index> indexes, ForeignKey... keys) {
    return table("item", indexes, keys);
  }

  private Table table(String name, List<Index> indexes, ForeignKey... keys) {
    return new Table(
        new TableName(on.name(), name),
        List.of(column("id", false), column("other", true)),
        List.of("id"),
        indexes,
        List.of(keys),
        0);
  }

  private static Column column(String name, boolean nullable) {
    return new Column(name, "int", nullable, null, false, false);
  }

  private List<String> record() throws SQLException {
    return on.ask(
        "SELECT CONCAT_WS(' ', kind, table_name, name) FROM crossfade.made WHERE migration = '%s' ORDER BY number"
            .formatted(lease.migration()));
  }

  private List<String> tables() {
    return catalog().tables().stream().map(table -> table.name().name()).toList();
  }

  @Test
  void aTableThatWasRecordedAndNeverMadeIsMadeOnceMoreAndThenDropped() throws SQLException {
    on.run(
        "INSERT INTO crossfade.made (migration, kind, schema_name, table_name, name) VALUES ('%1$s', 'table', '%1$s', 'item', '')"
            .formatted(on.name()));
    catalog().create(lease, List.of(item(List.of())));
    assertThat(record()).containsExactly("table item ");
    assertThat(tables()).containsExactly("item");

    catalog().drop(lease.migration());

    assertThat(tables()).isEmpty();
    assertThat(record()).isEmpty();
  }

  @Test
  void whatSomebodyHasMadeInThePlaceOfOursIsHis() throws SQLException {
    catalog().create(lease, List.of(item(List.of())));
    on.run(
        "DROP TABLE item", "CREATE TABLE item (id int PRIMARY KEY)", "INSERT INTO item VALUES (1)");

    catalog().drop(lease.migration());

    assertThat(tables()).containsExactly("item");
    assertThat(record()).isEmpty();
  }

  @Test
  void onTablesOfOthersOnlyWhatWeHaveAddedIsTakenAway() throws SQLException {
    on.run("CREATE TABLE item (id int PRIMARY KEY, other int, KEY his (other))");
    Table wanted =
        item(
            List.of(
                Index.plain("his", List.of("other"), false),
                Index.plain("ours", List.of("other", "id"), false)),
            new ForeignKey(
                "itself", List.of("other"), new TableName(on.name(), "item"), List.of("id"), ""));
    catalog().create(lease, List.of(wanted));
    catalog().finish(lease, List.of(wanted));
    assertThat(record()).containsExactly("index item ours", "foreign_key item itself");

    catalog().drop(lease.migration());

    assertThat(on.table("item").indexes()).extracting(Index::name).containsExactly("his");
    assertThat(on.table("item").foreignKeys()).isEmpty();
  }

  @Test
  void whatTheServerHasRefusedToMakeIsNotDroppedOnceSomebodyMakesIt() throws SQLException {
    on.run(
        "CREATE TABLE item (id int PRIMARY KEY, other int)",
        "INSERT INTO item VALUES (1, 7), (2, 7)");
    Table wanted = item(List.of(Index.plain("one", List.of("other"), true)));
    assertThatThrownBy(() -> catalog().finish(lease, List.of(wanted))).hasMessageContaining("one");
    on.run("CREATE INDEX one ON item (other)");

    catalog().drop(lease.migration());

    assertThat(on.table("item").indexes()).extracting(Index::name).containsExactly("one");
  }

  @Test
  void oneTableIsDroppedWithTheForeignKeysThatReferToIt() {
    Table parent = table("parent", List.of());
    Table child =
        table(
            "child",
            List.of(Index.plain("to_parent", List.of("other"), false)),
            new ForeignKey("to_parent", List.of("other"), parent.name(), List.of("id"), ""));
    catalog().create(lease, List.of(parent, child));
    catalog().finish(lease, List.of(parent, child));

    catalog().drop(lease.migration(), parent.name());
    assertThat(tables()).containsExactly("child");

    catalog().create(lease, List.of(parent, child));
    catalog().finish(lease, List.of(parent, child));
    assertThat(on.table("child").foreignKeys()).hasSize(1);
    catalog().drop(lease.migration());
    assertThat(tables()).isEmpty();
  }

  @Test
  void anOlderLeaseMakesNothing() throws SQLException {
    on.database().workspace().take(new Lease(lease.migration(), "store", 2));

    assertThatThrownBy(() -> catalog().create(lease, List.of(item(List.of()))))
        .hasMessageContaining("is not the valid one");
    assertThat(tables()).isEmpty();
    assertThat(record()).isEmpty();
  }

  @Test
  void aDatabaseThatWasMadeIsDroppedWhenNothingIsLeftInIt() throws SQLException {
    String made = on.name() + "_made";
    Table table =
        new Table(
            new TableName(made, "item"),
            item(List.of()).columns(),
            List.of("id"),
            List.of(),
            List.of(),
            0);
    catalog().create(lease, List.of(table));
    on.run("CREATE TABLE `" + made + "`.others (id int)");

    catalog().drop(lease.migration());

    assertThat(
            on.ask(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = '"
                    + made
                    + "'"))
        .containsExactly("others");

    on.run("DROP TABLE `" + made + "`.others", "DROP DATABASE `" + made + "`");
    catalog().create(lease, List.of(table));
    catalog().drop(lease.migration());
    assertThat(on.ask("SHOW DATABASES LIKE '" + made + "'")).isEmpty();
  }

  @Test
  void aColumnIsAddedAndLetBeEmptyWithoutTouchingRows() throws SQLException {
    on.run(
        "CREATE TABLE item (id int PRIMARY KEY, other int NOT NULL DEFAULT 1)",
        "INSERT INTO item VALUES (1, 2)");
    Column added =
        new Column("added", "varchar(9) collate utf8mb4_bin", false, "'x'", false, false);
    Column later = new Column("later", "datetime(3)", true, "current_timestamp(3)", false, false);
    Table wanted =
        new Table(
            new TableName(on.name(), "item"),
            List.of(
                column("id", false),
                new Column("other", "int", true, "7", false, false),
                added,
                later),
            List.of("id"),
            List.of(),
            List.of(),
            0);
    for (int i = 0; i < 2; i++) {
      catalog().adjust(lease, wanted);
    }

    assertThat(on.table("item").columns())
        .extracting(Column::name, Column::type, Column::nullable, Column::defaultExpression)
        .containsExactlyElementsOf(
            wanted.columns().stream()
                .map(c -> tuple(c.name(), c.type(), c.nullable(), c.defaultExpression()))
                .toList());
    assertThat(on.ask("SELECT CONCAT_WS(' ', id, other, added, later IS NULL) FROM item"))
        .containsExactly("1 2 x 1");
    assertThat(catalog().whyNotAdded(new Column("n", "int", false, "(1 + 1)", false, false)))
        .isPresent();
    assertThat(catalog().whyNotAdded(added)).isEmpty();
  }

  @Test
  void aViewThatSomebodyMakesByHandIsHis() throws SQLException {
    on.run(
        "CREATE TABLE item (id int PRIMARY KEY)",
        "CREATE VIEW v AS SELECT i.id FROM item i WHERE i.id > 1");
    SchemaObject view = catalog().objects(Set.of(on.name()), List.of(on.table("item"))).get(0);
    assertThat(view.uses().columns()).containsEntry(on.table("item").name(), List.of("id"));
    on.run("DROP VIEW v", "DROP TABLE item");

    assertThat(catalog().make(lease, List.of(view)))
        .singleElement()
        .satisfies(refused -> assertThat(refused.why()).contains("make it by hand: CREATE"));
    on.run("CREATE TABLE item (id int PRIMARY KEY)", view.definition());
    catalog().drop(lease.migration());

    assertThat(catalog().objects(Set.of(on.name()), List.of())).hasSize(1);
  }

  @Test
  void whatIsNotCarriedIsNamed() throws SQLException {
    on.run(
        "CREATE TABLE item (id int PRIMARY KEY COMMENT 'the number', hidden int INVISIBLE) COMMENT"
            + " 'things' PARTITION BY HASH (id) PARTITIONS 3",
        "CREATE TABLE other (id int PRIMARY KEY)",
        "CREATE TABLE outside (id int PRIMARY KEY, other int, CONSTRAINT looks FOREIGN KEY (other)"
            + " REFERENCES other (id))",
        "CREATE TRIGGER t BEFORE INSERT ON item FOR EACH ROW SET NEW.hidden = 1",
        "CREATE FUNCTION f() RETURNS int DETERMINISTIC RETURN 1",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1",
        "CREATE SEQUENCE s");

    assertThat(catalog().notCarried(List.of(on.table("item"), on.table("other"))))
        .extracting(left -> left.what())
        .contains("trigger t", "3 partitions by HASH (`id`)")
        .contains(
            "invisibility of column hidden",
            "function f",
            "event e",
            "sequence s",
            "foreign key looks");
    assertThat(catalog().comments(List.of(on.table("item"))))
        .containsExactly(
            new Comment(on.table("item").name(), null, "things"),
            new Comment(on.table("item").name(), "id", "the number"));
  }
}

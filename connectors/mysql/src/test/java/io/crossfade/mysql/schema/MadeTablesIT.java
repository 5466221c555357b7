package io.crossfade.mysql.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Lease;
import io.crossfade.model.Column;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.mysql.TestDatabase;
import io.crossfade.mysqlservers.MySqlVersion;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables that are made read like those that they were made after. */
@Timeout(60)
class MadeTablesIT {
  private static final String DEFAULTS =
      """
      CREATE TABLE t (a int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, b tinyint(1) DEFAULT 1, c int(5) zerofill DEFAULT 7,
      d decimal(12,2) DEFAULT 1.5, e varchar(40) DEFAULT 'it''s \\\\ x' COMMENT 'hello', f char(3) CHARACTER SET latin1 NOT NULL DEFAULT '',
      g text DEFAULT ('x'), h enum('a','b''c','d\\\\e,') DEFAULT 'b''c', i set('x','y') DEFAULT 'x,y', j json,
      k datetime(3) DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3), l timestamp NULL, m datetime NULL ON UPDATE current_timestamp,
      n year DEFAULT 2020, o bit(5) DEFAULT b'101', p binary(3) DEFAULT 'ab', q varbinary(3) DEFAULT '', r mediumblob,
      s timestamp(6) NOT NULL DEFAULT current_timestamp(6), u smallint(4) unsigned, v int GENERATED ALWAYS AS (b + 1) VIRTUAL,
      w varchar(10) GENERATED ALWAYS AS (concat(bb, '\\'x')) STORED, x int INVISIBLE, y double(10,2) DEFAULT -1.5e3, z float unsigned DEFAULT 1,
      aa varchar(10) DEFAULT NULL, bb varchar(10) NOT NULL, cc int DEFAULT (1+2), dd date DEFAULT '2020-01-01', ee time(2) DEFAULT '-10:00:00',
      gg varchar(20) DEFAULT (concat('a', now())), hh varchar(10) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin DEFAULT 'NULL', ii bigint(20) DEFAULT -1)
      """;

  @ParameterizedTest
  @EnumSource(MySqlVersion.class)
  void columnsOfEveryKindAreReadAsTheyWereMade(MySqlVersion version) throws SQLException {
    try (TestDatabase from = TestDatabase.on(version);
        TestDatabase to = TestDatabase.on(version)) {
      from.run(DEFAULTS);
      Table model = from.table("t");
      assertThat(model.columns())
          .extracting(Column::type)
          .contains(
              "int unsigned", "tinyint(1)", "int(5) unsigned zerofill", "json", "year", "bigint")
          .contains("enum('a','b''c','d\\\\e,') collate " + collation(to), "smallint unsigned")
          .contains("varchar(10) collate utf8mb3_bin", "char(3) collate latin1_swedish_ci");
      assertThat(model.column("e").defaultExpression()).isEqualTo("'it''s \\\\ x'");
      assertThat(model.column("hh").defaultExpression()).isEqualTo("'NULL'");
      assertThat(model.column("aa").defaultExpression()).isNull();
      assertThat(model.column("k").defaultExpression())
          .isEqualTo("current_timestamp(3) on update current_timestamp(3)");
      assertThat(model.column("m").defaultExpression()).isEqualTo("on update current_timestamp()");
      assertThat(model.column("v").generated()).isTrue();
      assertThat(model.column("a").identity()).isTrue();

      Table made = made(to, model);

      assertThat(made.columns()).isEqualTo(model.columns());
      to.run("INSERT INTO t (bb) VALUES ('b')");
      assertThat(to.ask("SELECT CONCAT_WS(' ', e, h, i, c, o + 0, HEX(p), w, y, hh) FROM t"))
          .containsExactly("it's \\ x b'c x,y 00007 5 616200 b'x -1500.00 NULL");
    }
  }

  /** Like the model, but in the other database. */
  private static Table made(TestDatabase to, Table model) {
    Lease lease = to.lease();
    Table wanted =
        new Table(
            new TableName(to.name(), model.name().name()),
            model.columns(),
            model.key(),
            model.indexes(),
            model.constraints(),
            0);
    for (int i = 0; i < 2; i++) {
      to.database().catalog().create(lease, List.of(wanted));
      to.database().catalog().finish(lease, List.of(wanted));
    }
    return to.table(model.name().name());
  }

  private static String collation(TestDatabase database) throws SQLException {
    return database.ask("SELECT @@collation_database").get(0);
  }

  @ParameterizedTest
  @EnumSource(MySqlVersion.class)
  void indexesOfEveryKindAreReadAsTheyWereMade(MySqlVersion version) throws SQLException {
    boolean mysql = version == MySqlVersion.MYSQL_8_0;
    try (TestDatabase from = TestDatabase.on(version);
        TestDatabase to = TestDatabase.on(version)) {
      from.run(
          "CREATE TABLE i (n int NOT NULL AUTO_INCREMENT, id int PRIMARY KEY, t text, v varchar(20), KEY numbered (n), UNIQUE first_letters (t(3), v),"
              + " KEY down (v DESC, id), KEY hidden (v, n) "
              + (mysql ? "INVISIBLE, KEY computed ((id + 1), v)" : "IGNORED")
              + ", FULLTEXT words (t, v), CHECK (v <> 'it''s `x` \\\\'))");
      Table model = from.table("i");
      assertThat(model.indexes())
          .contains(Index.plain("numbered", List.of("n"), false))
          .extracting(index ->
              index.name() + " " + (index.definition() == null ? "" : index.definition().text()))
          .contains(
              "first_letters (`t`(3), `v`)", "down (`v` DESC, `id`)", "words FULLTEXT (`t`, `v`)")
          .contains("hidden (`v`, `n`) " + (mysql ? "INVISIBLE" : "IGNORED"));
      assertThat(model.checks().get(0).definition().columns()).containsExactly("v");

      Table made = made(to, model);

      assertThat(made.indexes()).isEqualTo(model.indexes());
      assertThat(made.constraints()).isEqualTo(model.constraints());
      assertThat(to.database().catalog().ddl(List.of(), List.of(made), List.of()))
          .anyMatch(sql -> sql.contains("UNIQUE INDEX `first_letters` (`t`(3), `v`)"));
    }
  }

  @ParameterizedTest
  @EnumSource(MySqlVersion.class)
  void aUniqueIndexIsTheKeyWhereThereIsNoPrimaryOne(MySqlVersion version) throws SQLException {
    try (TestDatabase from = TestDatabase.on(version)) {
      from.run(
          "CREATE TABLE u (a int, b int NOT NULL, c varchar(9) NOT NULL, UNIQUE nullable (a), UNIQUE part (c(2)), UNIQUE whole (b, c))",
          "CREATE TABLE part (c varchar(9) NOT NULL, PRIMARY KEY (c(2)))");

      assertThat(from.table("u").key()).containsExactly("b", "c");
      assertThat(from.table("u").indexes())
          .extracting(Index::name)
          .containsExactly("nullable", "part");
      assertThat(from.table("part").key()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(MySqlVersion.class)
  void namesNeedNoCare(MySqlVersion version) throws SQLException {
    String odd = "\"; drop table x; -- `'";
    String quoted = "`\"; drop table x; -- ``'`";
    try (TestDatabase from = TestDatabase.on(version);
        TestDatabase to = TestDatabase.on(version)) {
      from.run(
          "CREATE TABLE %1$s (%1$s int PRIMARY KEY, v int, CHECK (%1$s > 0), KEY %1$s (v))"
              .formatted(quoted),
          "INSERT INTO " + quoted + " VALUES (1, 1)",
          "CREATE VIEW `a``b` AS SELECT %1$s FROM %1$s".formatted(quoted));
      Table model = from.table(odd);

      assertThat(made(to, model).columns()).isEqualTo(model.columns());
      assertThat(made(to, model).constraints()).isEqualTo(model.constraints());
      assertThat(from.database().catalog().count(model, 5)).isEqualTo(1);
      assertThat(
              from.database()
                  .catalog()
                  .objects(Set.of(from.name()), List.of(model))
                  .get(0)
                  .uses()
                  .columns())
          .containsEntry(model.name(), List.of(odd));
      to.database().catalog().drop(to.name());
      assertThat(to.database().catalog().tables()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(MySqlVersion.class)
  void typesAreSpelledLikeThoseOfTheCatalog(MySqlVersion version) throws SQLException {
    try (TestDatabase on = TestDatabase.on(version)) {
      assertThat(on.database().catalog().spelling("INTEGER UNSIGNED")).isEqualTo("int unsigned");
      assertThat(on.database().catalog().spelling("dec(10)")).isEqualTo("decimal(10,0)");
      assertThat(on.database().catalog().spelling("bool")).isEqualTo("tinyint(1)");
      assertThat(on.database().catalog().spelling("enum('a', 'b''c')"))
          .isEqualTo("enum('a','b''c') collate " + collation(on));
      assertThat(on.database().catalog().spelling("varchar(3) COLLATE utf8mb4_bin"))
          .isEqualTo("varchar(3) collate utf8mb4_bin");
      assertThat(on.database().catalog().spelling("json")).isEqualTo("json");
      for (String none :
          List.of(
              "nonsense",
              "int) ENGINE = MyISAM --",
              "int NOT NULL",
              "varchar(3) DEFAULT 'x'",
              "")) {
        assertThatThrownBy(() -> on.database().catalog().spelling(none))
            .isInstanceOfSatisfying(
                CrossfadeException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.MAPPING_INVALID));
      }
      assertThat(on.database().catalog().tables()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = MySqlVersion.class,
      names = {"MYSQL_8_0", "MARIADB_11_4"})
  void aForeignKeyThatRowsBreakIsNamedAndNotBuilt(MySqlVersion version) throws SQLException {
    try (TestDatabase on = TestDatabase.on(version)) {
      on.run(
          "CREATE TABLE parent (id int PRIMARY KEY)",
          "CREATE TABLE child (id int PRIMARY KEY, parent int, KEY of_parent (parent))",
          "INSERT INTO child VALUES (1, NULL), (2, 4711)");
      ForeignKey key =
          new ForeignKey(
              "to_parent", List.of("parent"), on.table("parent").name(), List.of("id"), "");
      Table child = on.table("child");
      Table wanted =
          new Table(child.name(), child.columns(), child.key(), child.indexes(), List.of(key), 0);
      Lease lease = on.lease();

      assertThatThrownBy(() -> on.database().catalog().finish(lease, List.of(wanted)))
          .hasMessageContaining("to_parent")
          .hasMessageNotContaining("4711");
      assertThat(on.table("child").foreignKeys()).isEmpty();

      on.run("DELETE FROM child WHERE id = 2");
      on.database().catalog().finish(lease, List.of(wanted));
      assertThat(on.table("child").foreignKeys()).containsExactly(key);

      on.database().catalog().drop(lease.migration());
      assertThat(on.table("child").foreignKeys()).isEmpty();
    }
  }
}

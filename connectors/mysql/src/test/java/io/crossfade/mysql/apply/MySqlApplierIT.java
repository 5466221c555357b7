package io.crossfade.mysql.apply;

import static io.crossfade.mysql.apply.Applying.LEASE;
import static io.crossfade.mysql.apply.Applying.apply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkWrite;
import io.crossfade.connector.Write;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.mysql.Tables;
import io.crossfade.mysqlservers.MySqlVersion;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What only these servers do: indexes that catch rows, texts that are keys twice, large rows. */
@Timeout(60)
class MySqlApplierIT {
  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void rowInTheWayByAnotherIndexIsAConflictAndStaysAsItIs(MySqlVersion version) throws Exception {
    try (Tables tables = new Tables(version)) {
      tables.execute(
          "CREATE TABLE u (id int PRIMARY KEY, mail varchar(50) UNIQUE, n int)",
          "INSERT INTO u VALUES (1, 'a', 1), (2, 'b', 2)");
      TableMapping mapping = TableMapping.identity(tables.table("u"));

      Applied fresh = apply(tables, upsert(mapping, Row.of("3", "a", "9")));
      Applied there = apply(tables, upsert(mapping, Row.of("2", "a", "9")));

      Key refused = Key.of("3");
      assertThat(fresh)
          .isInstanceOfSatisfying(
              Applied.Conflict.class,
              conflict -> assertThat(conflict.refused()).extracting("key").isEqualTo(refused));
      assertThat(there).isInstanceOf(Applied.Conflict.class);
      assertThat(tables.query("SELECT * FROM u ORDER BY id")).containsExactly("1|a|1", "2|b|2");
      assertThat(apply(tables, upsert(mapping, Row.of("2", "c", "9"), Row.of("4", "b", "9"))))
          .isEqualTo(new Applied.Done(2));
      assertThat(tables.query("SELECT * FROM u ORDER BY id"))
          .containsExactly("1|a|1", "2|c|9", "4|b|9");
      tables.database.workspace().remove(LEASE.migration());
    }
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void keyThatIsThereInAnotherSpellingIsTheSameRow(MySqlVersion version) throws Exception {
    try (Tables tables = new Tables(version)) {
      tables.execute(
          "CREATE TABLE s (id varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PRIMARY KEY, n int UNIQUE)",
          "INSERT INTO s VALUES ('abc', 1), ('other', 5)");
      TableMapping mapping = TableMapping.identity(tables.table("s"));

      assertThat(apply(tables, upsert(mapping, Row.of("ABC", "2"), Row.of("new", "3"))))
          .isEqualTo(new Applied.Done(2));
      assertThat(apply(tables, upsert(mapping, Row.of("abC", "5"))))
          .isInstanceOf(Applied.Conflict.class);

      assertThat(tables.query("SELECT * FROM s ORDER BY n"))
          .containsExactly("ABC|2", "new|3", "other|5");
      tables.database.workspace().remove(LEASE.migration());
    }
  }

  /** A row of its own on the side that is read, and this side has no place for both. */
  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void keyInAnotherSpellingIsAnotherRowWhereTheSideThatIsReadHasBoth(MySqlVersion version)
      throws Exception {
    try (Tables tables = new Tables(version)) {
      for (String collation : List.of("utf8mb4_general_ci", "utf8mb4_bin")) {
        String other = collation.equals("utf8mb4_bin") ? "bob " : "Bob";
        for (String key : List.of("code", "code, part")) {
          tables.execute(
              "DROP TABLE IF EXISTS p",
              "CREATE TABLE p (code varchar(20) CHARACTER SET utf8mb4 COLLATE %s, part int, n int, PRIMARY KEY (%s))"
                  .formatted(collation, key),
              "INSERT INTO p VALUES ('bob', 1, 1)");
          TableMapping mapping = Applying.fromExactTexts(tables.table("p"));
          Key refused = key.equals("code") ? Key.of(other) : Key.of(other, "1");
          Key there = key.equals("code") ? Key.of("bob") : Key.of("bob", "1");

          assertThat(apply(tables, upsert(mapping, Row.of(other, "1", "2"))))
              .isInstanceOfSatisfying(
                  Applied.Conflict.class,
                  conflict -> assertThat(conflict.refused()).extracting("key").isEqualTo(refused));
          assertThat(apply(tables, patch(mapping, Row.of(other, "1", "2"))))
              .isEqualTo(new Applied.RowsMissing(mapping.to().name(), List.of(refused)));
          assertThat(apply(tables, new Write.Move(mapping, refused, Row.of("eve", "1", "2"))))
              .isInstanceOf(Applied.RowsMissing.class);
          assertThat(apply(tables, new Write.Delete(mapping, List.of(refused))))
              .isEqualTo(new Applied.Done(0));
          assertThat(tables.query("SELECT * FROM p")).containsExactly("bob|1|1");

          assertThat(apply(tables, upsert(mapping, Row.of("bob", "1", "3"))))
              .isInstanceOf(Applied.Done.class);
          assertThat(apply(tables, patch(mapping, Row.of("bob", "1", "4"))))
              .isEqualTo(new Applied.Done(1));
          assertThat(tables.query("SELECT * FROM p")).containsExactly("bob|1|4");
          assertThat(apply(tables, new Write.Move(mapping, there, Row.of(other, "1", "5"))))
              .isEqualTo(new Applied.Done(1));
          assertThat(apply(tables, new Write.Delete(mapping, List.of(there, refused))))
              .isEqualTo(new Applied.Done(1));
        }
      }
      tables.database.workspace().remove(LEASE.migration());
    }
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void uniqueIndexMayStandForAPrimaryKey(MySqlVersion version) throws Exception {
    try (Tables tables = new Tables(version)) {
      tables.execute(
          "CREATE TABLE k (id varchar(9) NOT NULL, n int NOT NULL, v int UNIQUE, UNIQUE KEY the_key (id, n)) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
          "INSERT INTO k VALUES ('a', 1, 1)");
      Table table = tables.table("k");
      TableMapping mapping =
          TableMapping.identity(
              new Table(
                  table.name(), table.columns(), List.of("id", "n"), List.of(), List.of(), 0));

      assertThat(apply(tables, upsert(mapping, Row.of("A", "1", "2"), Row.of("b", "1", "3"))))
          .isEqualTo(new Applied.Done(2));
      assertThat(apply(tables, upsert(mapping, Row.of("c", "1", "3"))))
          .isInstanceOf(Applied.Conflict.class);
      assertThat(
              apply(tables, new Write.Delete(mapping, List.of(Key.of("B", "1"), Key.of("x", "1")))))
          .isEqualTo(new Applied.Done(1));

      assertThat(tables.sorted(tables.rows(mapping, KeyRange.ALL))).containsExactly("[A, 1, 2]");
      tables.database.workspace().remove(LEASE.migration());
    }
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void rowsThatDoNotFitOnePacketTogetherGoInSeveral(MySqlVersion version) throws Exception {
    try (Tables tables = new Tables(version)) {
      tables.execute("CREATE TABLE l (id int PRIMARY KEY, b longblob, t longtext)");
      TableMapping mapping = TableMapping.identity(tables.table("l"));
      String bytes = "\\x" + "27".repeat(3_000_000);
      String text = "'\\".repeat(1_000_000);

      assertThat(
              apply(
                  tables,
                  upsert(
                      mapping,
                      Row.of("1", bytes, text),
                      Row.of("2", bytes, text),
                      Row.of("3", null, "'"))))
          .isEqualTo(new Applied.Done(3));

      assertThat(
              tables.query(
                  "SELECT id, LENGTH(b), LENGTH(t), RIGHT(t, 2), HEX(RIGHT(b, 1)) FROM l ORDER BY id"))
          .containsExactly(
              "1|3000000|2000000|'\\|27", "2|3000000|2000000|'\\|27", "3|null|1|'|null");
      tables.database.workspace().remove(LEASE.migration());
    }
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void nothingOfAChunkIsCutToFit(MySqlVersion version) throws Exception {
    try (Tables tables = new Tables(version)) {
      tables.execute("CREATE TABLE c (id int PRIMARY KEY, t varchar(3), n tinyint)");
      Table table = tables.table("c");
      TableMapping mapping = TableMapping.identity(table);
      tables.database.workspace().take(LEASE);
      tables.database.workspace().plan(LEASE, table.name(), List.of(KeyRange.ALL));
      for (Row bad :
          List.of(
              Row.of("2", "abcd", "1"),
              Row.of("2", "abc", "300"),
              Row.of("1", "a", "1"),
              Row.of("2", "a", "1x"))) {
        Chunk chunk = tables.database.workspace().open(LEASE).orElseThrow();
        try (ChunkWrite write = tables.database.writer().chunk(LEASE, chunk, mapping, null)) {
          write.row(Row.of("1", "abc", "1"));
          write.row(bad);
          assertThatThrownBy(() -> tables.commit(write, table, 2))
              .isInstanceOf(CrossfadeException.class)
              .hasMessageContaining("was refused")
              .hasMessageContaining("id=" + bad.value(0))
              .hasMessageNotContaining("abcd");
        }
        tables.database.workspace().reopen(LEASE, chunk);
      }
      assertThat(tables.query("SELECT * FROM c")).isEmpty();
      tables.database.workspace().remove(LEASE.migration());
    }
  }

  /** What went before is in the transaction already, and in its own way. */
  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void rowThatIsRefusedByALaterStatementOfAChunkIsNamed(MySqlVersion version) throws Exception {
    try (Tables tables = new Tables(version)) {
      String nothing =
          IntStream.range(0, 200).mapToObj(i -> ", c" + i + " int").collect(Collectors.joining());
      tables.execute("CREATE TABLE c (id int PRIMARY KEY, n tinyint" + nothing + ")");
      Table table = tables.table("c");
      TableMapping mapping = TableMapping.identity(table);
      tables.database.workspace().take(LEASE);
      tables.database.workspace().plan(LEASE, table.name(), List.of(KeyRange.ALL));
      Chunk chunk = tables.database.workspace().open(LEASE).orElseThrow();
      try (ChunkWrite write = tables.database.writer().chunk(LEASE, chunk, mapping, null)) {
        for (int id = 1; id <= 1200; id++) {
          @Nullable String[] values = new @Nullable String[table.columns().size()];
          values[0] = "" + id;
          values[1] = id < 1200 ? "1" : "1x";
          write.row(Row.of(values));
        }

        assertThatThrownBy(() -> tables.commit(write, table, 1200))
            .isInstanceOf(CrossfadeException.class)
            .hasMessageContaining("id=1200")
            .hasMessageContaining("does not have the form of its type");
      }
      assertThat(tables.query("SELECT * FROM c")).isEmpty();
      tables.database.workspace().remove(LEASE.migration());
    }
  }

  private static Write patch(TableMapping mapping, Row row) {
    return new Write.Patch(mapping, new BitSet(), List.of(row));
  }

  private static Write upsert(TableMapping mapping, Row... rows) {
    return new Write.Upsert(mapping, List.of(rows));
  }
}

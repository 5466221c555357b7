package io.crossfade.mysql.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Write;
import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.mysql.EdgeValues;
import io.crossfade.mysql.Tables;
import io.crossfade.mysqlservers.MySqlVersion;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** So many rows that they go the fastest way, with all that may be in their way. */
@Timeout(120)
class ManyRowsIT {
  private static final int MANY = 150;

  private static List<Row> rows(IntFunction<Row> row) {
    return IntStream.range(0, MANY).mapToObj(row).toList();
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void mariaDbTakesThemInBulk(MySqlVersion version) throws Exception {
    try (Applying applying = new Applying(version)) {
      assertThat(applying.way())
          .isInstanceOf(version.isMariaDb() ? RowsInBulk.class : RowsAsText.class);
    }
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void valuesOfAllTypesAreWrittenAsTheyAre(MySqlVersion version) throws Exception {
    try (Applying applying = new Applying(version)) {
      Tables tables = applying.tables();
      Table from = edges(tables, EdgeValues.types(version.isMariaDb()));
      tables.execute("CREATE TABLE there LIKE edge", "CREATE TABLE clear LIKE edge");
      List<Row> rows = tables.rows(from);
      Row nothing = rows.get(rows.size() - 1);
      List<Row> empty =
          rows.stream().map(row -> withKey(nothing, String.valueOf(row.value(0)))).toList();
      BitSet none = new BitSet();
      for (String name : List.of("there", "clear")) {
        Table to = tables.table(name);
        TableMapping mapping = new TableMapping(from, to, TableMapping.identity(from).columns());
        List<Write> ways =
            name.equals("there")
                ? List.of(new Write.Insert(mapping, rows))
                : List.of(
                    new Write.Insert(mapping, empty),
                    new Write.Upsert(mapping, rows),
                    new Write.Upsert(mapping, empty),
                    new Write.Patch(mapping, none, rows));
        for (Write way : ways) {
          assertThat(applying.apply(way)).isEqualTo(new Applied.Done(rows.size()));
          boolean cleared = way instanceof Write.Upsert upsert && upsert.rows().equals(empty);
          boolean filled = !cleared && !(name.equals("clear") && way instanceof Write.Insert);
          List<Row> written = tables.rows(to);
          for (int row = 0; row < rows.size(); row++) {
            assertThat(written.get(row))
                .as(way.getClass() + ", row " + row)
                .isEqualTo((filled ? rows : empty).get(row));
          }
        }
      }
    }
  }

  private static Row withKey(Row row, String key) {
    @Nullable String[] values = new @Nullable String[row.size()];
    for (int i = 1; i < values.length; i++) {
      values[i] = row.value(i);
    }
    values[0] = key;
    return Row.of(values);
  }

  /** Row by row the next value of each type, often enough, and none at all in the last row. */
  private static Table edges(Tables tables, Map<String, List<String>> types) throws Exception {
    List<String> statements = new ArrayList<>();
    statements.add(
        "SET NAMES utf8mb4, time_zone = '+00:00', sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO'");
    int[] number = {0};
    statements.add(
        types.keySet().stream()
                .map(type -> "c" + number[0]++ + " " + type)
                .collect(Collectors.joining(", ", "CREATE TABLE edge (id int PRIMARY KEY, ", ")"))
            + " CHARACTER SET utf8mb4");
    for (int r = 0; r < MANY; r++) {
      int row = r;
      statements.add(
          types.values().stream()
              .map(values -> values.get(row % values.size()))
              .collect(Collectors.joining(", ", "INSERT INTO edge VALUES (" + r + ", ", ")")));
    }
    String nothing = String.join(", ", Collections.nCopies(types.size(), "NULL"));
    statements.add("INSERT INTO edge VALUES (" + MANY + ", " + nothing + ")");
    tables.execute(statements.toArray(String[]::new));
    return tables.table("edge");
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void whatHasNoSureFormIsWhatItsTextIs(MySqlVersion version) throws Exception {
    try (Applying applying = new Applying(version)) {
      Tables tables = applying.tables();
      tables.execute("CREATE TABLE n (id int PRIMARY KEY, i bigint, d double)");
      TableMapping mapping = TableMapping.identity(tables.table("n"));

      List<Row> rows =
          rows(i -> i == 7 ? Row.of("7", "1.5", "1e2") : Row.of("" + i, "" + i, "0.5"));
      assertThat(applying.apply(new Write.Insert(mapping, rows))).isEqualTo(new Applied.Done(MANY));
      assertThat(tables.query("SELECT * FROM n WHERE id IN (7, 8)"))
          .containsExactly("7|2|100", "8|8|0.5");

      for (String wrong : List.of("7x", "", "9223372036854775808", "\u0667")) {
        List<Row> refused = rows(i -> Row.of("" + (1000 + i), i == 7 ? wrong : "1", "0.5"));
        assertThat(applying.apply(new Write.Insert(mapping, refused)))
            .as(wrong)
            .isInstanceOf(Applied.Conflict.class);
      }
      for (String wrong : List.of("Infinity", "0x1p3", "1e400", "1d")) {
        List<Row> refused = rows(i -> Row.of("" + (1000 + i), "1", i == 7 ? wrong : "0.5"));
        assertThat(applying.apply(new Write.Insert(mapping, refused)))
            .as(wrong)
            .isInstanceOf(Applied.Conflict.class);
      }
      assertThat(tables.query("SELECT COUNT(*) FROM n")).containsExactly("" + MANY);
    }
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void nothingIsCutNorLeftOut(MySqlVersion version) throws Exception {
    try (Applying applying = new Applying(version)) {
      Tables tables = applying.tables();
      tables.execute("CREATE TABLE c (id int PRIMARY KEY, t varchar(3) NOT NULL, n tinyint)");
      TableMapping mapping = TableMapping.identity(tables.table("c"));
      for (Row bad :
          List.of(
              Row.of("7", "abcd", "1"),
              Row.of("7", "abc", "300"),
              Row.of("7", (String) null, "1"))) {
        List<Row> rows = rows(i -> i == 7 ? bad : Row.of("" + i, "abc", "1"));
        assertThat(applying.apply(new Write.Insert(mapping, rows)))
            .isInstanceOf(Applied.Conflict.class);
        assertThat(applying.apply(new Write.Upsert(mapping, rows)))
            .isInstanceOf(Applied.Conflict.class);
      }
      assertThat(tables.query("SELECT * FROM c")).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void rowInTheWayByAnotherIndexStaysAsItIs(MySqlVersion version) throws Exception {
    try (Applying applying = new Applying(version)) {
      Tables tables = applying.tables();
      tables.execute(
          "CREATE TABLE u (id int PRIMARY KEY, mail varchar(50) UNIQUE)",
          "INSERT INTO u VALUES (1, 'a'), (1000, 'm77')");
      TableMapping mapping = TableMapping.identity(tables.table("u"));
      List<Row> rows = rows(i -> Row.of("" + i, "m" + i));

      assertThat(applying.apply(new Write.Upsert(mapping, rows)))
          .isInstanceOf(Applied.Conflict.class);
      assertThat(applying.apply(new Write.Insert(mapping, rows)))
          .isInstanceOf(Applied.Conflict.class);
      assertThat(tables.query("SELECT * FROM u")).containsExactlyInAnyOrder("1|a", "1000|m77");

      tables.execute("DELETE FROM u WHERE id = 1000");
      assertThat(applying.apply(new Write.Upsert(mapping, rows))).isEqualTo(new Applied.Done(MANY));
      assertThat(tables.query("SELECT COUNT(*), COUNT(mail = CONCAT('m', id)) FROM u"))
          .containsExactly(MANY + "|" + MANY);
    }
  }

  /** By ON DUPLICATE KEY UPDATE the server would look at the other index first. */
  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void rowInTheWayStaysAsItIsThoughTheKeysIndexComesLast(MySqlVersion version) throws Exception {
    try (Applying applying = new Applying(version)) {
      Tables tables = applying.tables();
      tables.execute(
          "CREATE TABLE k (id int NOT NULL, v int NOT NULL, n int, UNIQUE KEY a_first (v), UNIQUE KEY the_key (id))",
          "INSERT INTO k VALUES (1, 10, 1), (2, 20, 2)");
      Table told = tables.table("k");
      TableMapping mapping =
          TableMapping.identity(
              new Table(told.name(), told.columns(), List.of("id"), List.of(), List.of(), 0));

      assertThat(applying.apply(new Write.Upsert(mapping, List.of(Row.of("1", "20", "9")))))
          .isInstanceOf(Applied.Conflict.class);

      assertThat(tables.query("SELECT * FROM k ORDER BY id")).containsExactly("1|10|1", "2|20|2");
      assertThat(applying.apply(new Write.Upsert(mapping, List.of(Row.of("1", "30", "9")))))
          .isEqualTo(new Applied.Done(1));
      assertThat(tables.query("SELECT * FROM k ORDER BY id")).containsExactly("1|30|9", "2|20|2");
    }
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void keysThatAreThereInAnotherSpellingAreTheSameRows(MySqlVersion version) throws Exception {
    try (Applying applying = new Applying(version)) {
      Tables tables = applying.tables();
      for (String unique : List.of("", " UNIQUE")) {
        tables.execute(
            "DROP TABLE IF EXISTS s",
            "CREATE TABLE s (id varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PRIMARY KEY, n int"
                + unique
                + ")");
        TableMapping mapping = TableMapping.identity(tables.table("s"));
        applying.apply(new Write.Insert(mapping, rows(i -> Row.of("key" + i, "" + i))));

        List<Row> again = rows(i -> Row.of("KEY" + i, "" + (i + 1000)));
        assertThat(applying.apply(new Write.Upsert(mapping, again)))
            .isEqualTo(new Applied.Done(MANY));

        assertThat(tables.query("SELECT COUNT(*), MIN(n), SUM(BINARY id LIKE 'KEY%') FROM s"))
            .containsExactly(MANY + "|1000|" + MANY);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void keysInAnotherSpellingAreOtherRowsWhereTheSideThatIsReadHasBoth(MySqlVersion version)
      throws Exception {
    try (Applying applying = new Applying(version)) {
      Tables tables = applying.tables();
      tables.execute(
          "CREATE TABLE o (id varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PRIMARY KEY, n int)");
      TableMapping mapping = Applying.fromExactTexts(tables.table("o"));
      List<Row> there = rows(i -> Row.of("key" + i, "1"));
      List<Row> others = rows(i -> Row.of("KEY" + i, "2"));
      List<Key> otherKeys = IntStream.range(0, MANY).mapToObj(i -> Key.of("KEY" + i)).toList();
      applying.apply(new Write.Insert(mapping, there));

      assertThat(applying.apply(new Write.Upsert(mapping, others)))
          .isInstanceOf(Applied.Conflict.class);
      assertThat(applying.apply(new Write.Patch(mapping, new BitSet(), others)))
          .isEqualTo(new Applied.RowsMissing(mapping.to().name(), otherKeys));
      assertThat(applying.apply(new Write.Delete(mapping, otherKeys)))
          .isEqualTo(new Applied.Done(0));
      String rows = "SELECT COUNT(*), MIN(n), MAX(n), SUM(BINARY id LIKE 'key%') FROM o";
      assertThat(tables.query(rows)).containsExactly(MANY + "|1|1|" + MANY);

      List<Row> again = rows(i -> Row.of("key" + i, "3"));
      assertThat(applying.apply(new Write.Patch(mapping, new BitSet(), again)))
          .isEqualTo(new Applied.Done(MANY));
      assertThat(tables.query(rows)).containsExactly(MANY + "|3|3|" + MANY);
      assertThat(applying.apply(new Write.Upsert(mapping, there))).isInstanceOf(Applied.Done.class);
      assertThat(tables.query(rows)).containsExactly(MANY + "|1|1|" + MANY);
    }
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void patchedRowsThatAreNotThereAreNamed(MySqlVersion version) throws Exception {
    try (Applying applying = new Applying(version)) {
      Tables tables = applying.tables();
      tables.execute("CREATE TABLE p (id int PRIMARY KEY, t varchar(9), n int)");
      TableMapping mapping = TableMapping.identity(tables.table("p"));
      applying.apply(new Write.Insert(mapping, rows(i -> Row.of("" + i, "kept", "1"))));
      BitSet absent = new BitSet();
      absent.set(1);

      for (String value : List.of("2", "2")) {
        Write patch = new Write.Patch(mapping, absent, rows(i -> partial(i, value, absent)));
        assertThat(applying.apply(patch)).isEqualTo(new Applied.Done(MANY));
      }
      tables.execute("DELETE FROM p WHERE id IN (3, 77)");
      Write missing = new Write.Patch(mapping, absent, rows(i -> partial(i, "3", absent)));

      assertThat(applying.apply(missing))
          .isEqualTo(
              new Applied.RowsMissing(mapping.to().name(), List.of(Key.of("3"), Key.of("77"))));
      assertThat(tables.query("SELECT DISTINCT t, n FROM p")).containsExactly("kept|2");
    }
  }

  private static Row partial(int id, String value, BitSet absent) {
    @Nullable String[] values = {"" + id, null, value};
    return Row.partial(values, absent);
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void tableThatIsHeldIsNotAltered(MySqlVersion version) throws Exception {
    try (Applying applying = new Applying(version)) {
      Tables tables = applying.tables();
      tables.execute("CREATE TABLE h (id int PRIMARY KEY)");
      TableMapping mapping = TableMapping.identity(tables.table("h"));
      try (Connection connection = tables.connect()) {
        connection.setAutoCommit(false);
        new WrittenTables().of(connection, mapping).hold(connection);

        assertThatThrownBy(() ->
                tables.execute("SET lock_wait_timeout = 1", "ALTER TABLE h ADD COLUMN more int"))
            .hasMessageContaining("Lock wait timeout");
      }
    }
  }
}

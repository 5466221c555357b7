package io.crossfade.mysql.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.KeyOrder;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.mysql.Tables;
import io.crossfade.mysqlservers.MySqlVersion;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a range holds by our order, the server finds; and finds by its index. */
class KeyOrderIT {
  private static final List<String> TEXTS =
      List.of(
          "", "a", "a\t", "a\t\t", "a!", "aa", "a\0", "b", "%", "a%b", "a_b", "a\\b", "ä", "é",
          "\uE000", "😀", "\uFFFD", "z", "Z", "\t", "x ", "x \t", "x  y", "x y");

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void rangesHoldOnTheServerWhatTheyHoldHere(MySqlVersion version) throws Exception {
    try (Tables tables = new Tables(version)) {
      tables.execute(
          "CREATE TABLE padded (t varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY)",
          "CREATE TABLE unlike (t varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci, n int, PRIMARY KEY (t, n))",
          "CREATE TABLE pair (t varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, n bigint unsigned, PRIMARY KEY (t, n))",
          "CREATE TABLE exact (t varchar(20) CHARACTER SET utf8mb4 COLLATE "
              + (version.isMariaDb() ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin")
              + " PRIMARY KEY)",
          "CREATE TABLE other (d decimal(20,5), m datetime(6), b varbinary(8), s timestamp(3), PRIMARY KEY (d, m, b, s))");
      for (int i = 0; i < TEXTS.size(); i++) {
        String hex = "CONVERT(x'" + hex(TEXTS.get(i)) + "' USING utf8mb4)";
        tables.execute(
            "INSERT INTO padded VALUES (" + hex + ")",
            "INSERT INTO unlike VALUES (" + hex + ", " + i + ")",
            "INSERT INTO pair VALUES ("
                + hex
                + ", 18446744073709551615), ("
                + hex
                + ", 0), ("
                + hex
                + ", 9)");
      }
      for (String text : TEXTS) {
        // MariaDB 10.11 takes a zero at the end for nothing.
        if (!text.endsWith("\0")) {
          tables.execute("INSERT INTO exact VALUES (CONVERT(x'" + hex(text) + "' USING utf8mb4))");
        }
      }
      // Equal where blanks pad, and yet two texts.
      tables.execute(
          "CREATE TABLE fixed (t char(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, n bigint, PRIMARY KEY (t, n))",
          "INSERT INTO fixed SELECT t, n FROM pair WHERE n IN (0, 9) AND t NOT LIKE '% '");
      tables.execute("INSERT INTO pair VALUES ('b ', 1), ('b ', 10), ('b  ', 5)");
      tables.execute(
          "SET time_zone = '+00:00', sql_mode = 'ALLOW_INVALID_DATES'",
          "INSERT INTO other VALUES (-1.5, '0000-00-00', '', '2000-01-01'), (-1.5, '2024-01-01 00:00:00.5', x'00', '2000-01-01 00:00:00.25'),"
              + " (-1.5, '2024-01-01 00:00:00.5', x'0001', '2000-01-01 00:00:00.3'), (0, '2024-01-01 00:00:00.52', x'ff', '2000-01-01'), (10, '2024-01-01', x'5c', '2000-01-01'), (9.99999, '2024-01-01', x'', '2000-01-01')");
      for (String name : List.of("padded", "exact", "unlike", "pair", "fixed", "other")) {
        Table table = tables.table(name);
        List<Key> keys = keys(tables.rows(table));
        KeyOrder order = tables.database.reader().order(table);
        for (Key bound : bounds(keys)) {
          for (KeyRange range : List.of(new KeyRange(bound, null), new KeyRange(null, bound))) {
            List<Key> here = keys.stream().filter(key -> order.contains(range, key)).toList();
            assertThat(keys(tables.rows(TableMapping.identity(table), range)))
                .as(name + " " + range)
                .containsExactlyInAnyOrderElementsOf(here);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void plannedRangesAreOfAboutTheSameSizeAndFoundByTheIndex(MySqlVersion version) throws Exception {
    try (Tables tables = new Tables(version)) {
      tables.execute(
          "CREATE TABLE skewed (tenant int, id bigint, pad char(50), PRIMARY KEY (tenant, id))",
          "CREATE TABLE named (t varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, n int, pad char(5), PRIMARY KEY (t, n))",
          "CREATE TABLE coded (t char(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, n int, pad char(5), PRIMARY KEY (t, n))",
          "INSERT INTO coded SELECT IF(n % 3 = 0, 'many', MD5(n)), n, 'x' FROM ("
              + numbers()
              + ") s",
          "INSERT INTO skewed SELECT IF(n < 9000, 7, 8), n * n, 'x' FROM (" + numbers() + ") s",
          "INSERT INTO named SELECT IF(n % 3 = 0, 'many', MD5(n)), n, 'x' FROM ("
              + numbers()
              + ") s",
          "ANALYZE TABLE skewed, named, coded");
      for (String name : List.of("skewed", "named", "coded")) {
        Table table = tables.table(name);
        List<KeyRange> ranges = tables.database.reader().plan(table, 1_000);
        boolean cutByAll = !name.equals("named");
        assertThat(ranges).hasSizeBetween(cutByAll ? 9 : 6, 11);
        int rows = 0;
        for (KeyRange range : ranges) {
          int found = tables.rows(TableMapping.identity(table), range).size();
          assertThat(found).as(name + " " + range).isBetween(1, cutByAll ? 1_001 : 5_000);
          rows += found;
          assertThat(read(tables, table, range)).as(name + " " + range).isLessThan(found + 50);
        }
        assertThat(rows).isEqualTo(10_000);
      }
    }
  }

  /** How many rows the server has read for a range. */
  private static long read(Tables tables, Table table, KeyRange range) throws SQLException {
    String condition = new KeyColumns(table).isIn(range);
    try (Connection connection = tables.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("FLUSH STATUS");
      statement
          .executeQuery(
              "SELECT COUNT(pad) FROM "
                  + table.name().name()
                  + " FORCE INDEX (PRIMARY) WHERE "
                  + condition)
          .close();
      long read = 0;
      try (ResultSet row = statement.executeQuery("SHOW SESSION STATUS LIKE 'Handler_read%'")) {
        while (row.next()) {
          read += row.getLong(2);
        }
      }
      return read;
    }
  }

  private static String numbers() {
    String digit =
        "(SELECT 0 d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4"
            + " UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";
    return "SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS n FROM %1$s a, %1$s b, %1$s c, %1$s e"
        .formatted(digit);
  }

  private static List<Key> bounds(List<Key> keys) {
    List<Key> bounds = new ArrayList<>(keys);
    keys.stream()
        .filter(k -> k.values().size() > 1)
        .forEach(k -> bounds.add(new Key(k.values().subList(0, 1))));
    return bounds;
  }

  private static List<Key> keys(List<Row> rows) {
    List<Key> keys = new ArrayList<>();
    for (Row row : rows) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(Objects.requireNonNull(row.value(i)));
      }
      keys.add(new Key(values));
    }
    return keys;
  }

  private static String hex(String text) {
    return java.util.HexFormat.of()
        .formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}

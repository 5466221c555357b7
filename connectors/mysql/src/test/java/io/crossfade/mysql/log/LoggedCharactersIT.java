package io.crossfade.mysql.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.ChangeStream;
import io.crossfade.model.Change;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.mysqlservers.MySqlVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each character of the sets that are not Unicode's is the same in the log and in a query. */
@Timeout(120)
class LoggedCharactersIT {
  private static final String SERVERS = "io.crossfade.mysql.Tables#versions";
  private static final String BYTES =
      " WITH RECURSIVE b (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM b WHERE n < 255) SELECT NULL, ";

  private static List<String> sets(MySqlVersion version) {
    List<String> sets =
        new ArrayList<>(
            List.of("big5", "cp932", "eucjpms", "euckr", "gb2312", "gbk", "sjis", "ujis"));
    if (!version.isMariaDb()) {
      sets.add("gb18030");
    }
    return sets;
  }

  private static String inserting(List<String> sets, String characters, String from) {
    List<String> values =
        sets.stream().map(set -> "CHAR(" + characters + " USING " + set + ")").toList();
    return "INSERT IGNORE INTO letters (id, "
        + String.join(", ", sets)
        + ")"
        + BYTES
        + String.join(", ", values)
        + " FROM "
        + from;
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void eachCharacterIsTheSameInTheLogAndInAQuery(MySqlVersion version) throws Exception {
    List<String> sets = sets(version);
    try (LogScene scene = new LogScene(version)) {
      List<String> columns =
          sets.stream().map(set -> set + " varchar(4) CHARACTER SET " + set).toList();
      scene.tables.execute(
          "CREATE TABLE letters (id int AUTO_INCREMENT PRIMARY KEY, "
              + String.join(", ", columns)
              + ")");
      Table letters = scene.table("letters");
      Position from = scene.retain(letters);
      scene.tables.execute(
          inserting(sets, "n", "b"),
          inserting(sets, "x.n, y.n", "b x JOIN b y WHERE x.n > 127"),
          inserting(
              List.of("eucjpms", "ujis"),
              "143, x.n, y.n",
              "b x JOIN b y WHERE x.n > 160 AND y.n > 160"));
      if (sets.contains("gb18030")) {
        scene.tables.execute(
            inserting(
                List.of("gb18030"),
                "x.n, y.n, z.n, w.n",
                "b x JOIN b y JOIN b z JOIN b w WHERE x.n IN (129, 130, 131, 132, 133, 143, 144, 227, 228, 254)"
                    + " AND y.n BETWEEN 48 AND 57 AND z.n BETWEEN 129 AND 254 AND w.n BETWEEN 48 AND 57"));
      }

      Map<Integer, Row> told = new TreeMap<>();
      try (ChangeStream stream = scene.stream(from, letters)) {
        scene.changes(stream).forEach(change -> put(told, ((Change.Insert) change).row()));
      }
      Map<Integer, Row> read = new TreeMap<>();
      scene.tables.rows(letters).forEach(row -> put(read, row));
      assertThat(told).hasSizeGreaterThan(40_000).hasSameSizeAs(read);
      for (int c = 1; c <= sets.size(); c++) {
        assertThat(column(told, c)).as(sets.get(c - 1)).isEqualTo(column(read, c));
      }
    }
  }

  private static void put(Map<Integer, Row> rows, Row row) {
    rows.put(Integer.valueOf(String.valueOf(row.value(0))), row);
  }

  private static List<String> column(Map<Integer, Row> rows, int column) {
    return rows.values().stream().map(row -> row.value(0) + ": " + row.value(column)).toList();
  }

  /** A query would tell something else of them; the sign that stands for such may be meant. */
  @ParameterizedTest
  @MethodSource(SERVERS)
  void bytesThatAreNoTextAreRefused(MySqlVersion version) throws Exception {
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute(
          "CREATE TABLE item (id int PRIMARY KEY, v varchar(9) CHARACTER SET ucs2)");
      Table item = scene.table("item");
      Position from = scene.retain(item);
      scene.tables.execute("INSERT INTO item VALUES (1, 0x0041FFFD)");
      try (ChangeStream stream = scene.stream(from, item)) {
        assertThat(scene.changes(stream))
            .containsExactly(new Change.Insert(item.name(), Row.of("1", "A\ufffd")));
      }
      scene.tables.execute("INSERT INTO item VALUES (2, 0x0041D83D)");
      try (ChangeStream stream = scene.stream(from, item)) {
        assertThatThrownBy(() -> scene.all(stream))
            .isInstanceOfSatisfying(
                CrossfadeException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_UNSUPPORTED))
            .hasMessageContaining("no text of its character set");
      }
    }
  }
}

package io.crossfade.mysql.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.ChangeStream;
import io.crossfade.model.Change;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.mysql.EdgeValues;
import io.crossfade.mysqlservers.MySqlVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the log tells of a value is what a query tells, whatever the server logs beside it. */
@Timeout(60)
class LoggedValuesIT {
  static Stream<Arguments> servers() {
    return io.crossfade.mysql.Tables.versions()
        .flatMap(version -> Stream.of("FULL", "MINIMAL").map(m -> Arguments.of(version, m)));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void valuesAreTheSameInTheLogAndInAQuery(MySqlVersion version, String metadata) throws Exception {
    try (LogScene scene = new LogScene(version)) {
      Map<String, List<String>> types = EdgeValues.logged(version.isMariaDb());
      int rows = create(scene, types);
      Table edge = scene.table("edge");
      Position from = scene.retain(edge);
      insert(scene, types, rows, metadata);

      List<Row> told = new ArrayList<>();
      try (ChangeStream stream = scene.stream(from, edge)) {
        scene.changes(stream).forEach(change -> told.add(((Change.Insert) change).row()));
      }

      List<Row> read = scene.tables.rows(edge);
      assertThat(told).hasSize(rows);
      for (int c = 0; c < edge.columns().size(); c++) {
        assertThat(column(told, c)).as(edge.columns().get(c).type()).isEqualTo(column(read, c));
      }
    }
  }

  private static int create(LogScene scene, Map<String, List<String>> types) throws Exception {
    List<String> columns = new ArrayList<>();
    int number = 0;
    for (String type : types.keySet()) {
      columns.add("c" + number++ + " " + type);
    }
    scene.tables.execute(
        "SET sql_mode = 'ALLOW_INVALID_DATES'",
        "CREATE TABLE edge (id int PRIMARY KEY, "
            + String.join(", ", columns)
            + ") CHARACTER SET utf8mb4");
    return types.values().stream().mapToInt(List::size).max().orElseThrow() + 1;
  }

  /** Row by row the next value of each type, and none at all in the last row. */
  private static void insert(
      LogScene scene, Map<String, List<String>> types, int rows, String metadata) throws Exception {
    List<String> statements = new ArrayList<>();
    statements.add("SET GLOBAL binlog_row_metadata = " + metadata);
    statements.add(
        "SET NAMES utf8mb4, time_zone = '+00:00', sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO'");
    for (int r = 0; r < rows - 1; r++) {
      List<String> values = new ArrayList<>();
      for (List<String> ofType : types.values()) {
        values.add(ofType.get(r % ofType.size()));
      }
      statements.add("INSERT INTO edge VALUES (" + r + ", " + String.join(", ", values) + ")");
    }
    String nothing = String.join(", ", Collections.nCopies(types.size(), "NULL"));
    statements.add("INSERT INTO edge VALUES (" + (rows - 1) + ", " + nothing + ")");
    statements.add("SET GLOBAL binlog_row_metadata = FULL");
    scene.tables.execute(statements.toArray(String[]::new));
  }

  private static List<String> column(List<Row> rows, int column) {
    return rows.stream().map(row -> row.value(0) + ": " + row.value(column)).sorted().toList();
  }
}

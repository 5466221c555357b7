package io.crossfade.mysql.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.ChangeStream;
import io.crossfade.model.Change;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.mysqlservers.MySqlVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More than fits into memory, and readers that are slow. */
@Timeout(60)
class LargeLogIT {
  private static final String COUNT =
      "WITH RECURSIVE n AS (SELECT 1 i UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT i, CONCAT('row ', i) FROM n";

  @Test
  void largeTransactionLiesInAFileAndCanBeWalkedAgain() throws Exception {
    int rows = 150_000;
    try (LogScene scene = new LogScene(MySqlVersion.MARIADB_11_4)) {
      scene.tables.execute("CREATE TABLE item (id int PRIMARY KEY, name varchar(40))");
      Table item = scene.table("item");
      Position from = scene.retain(item);
      scene.tables.execute(
          "SET max_recursive_iterations = 1000000",
          "BEGIN",
          "INSERT INTO item " + COUNT.formatted(rows),
          "UPDATE item SET name = 'last' WHERE id = " + rows,
          "COMMIT",
          "INSERT INTO item VALUES (0, 'after')");
      try (ChangeStream stream = scene.stream(from, item)) {
        List<LoggedTransaction> told = scene.all(stream);
        assertThat(told).hasSize(2);
        LoggedTransaction large = told.get(0);
        assertThat(large.changes().isLarge()).isTrue();
        assertThat(large.changes().count()).isEqualTo(rows + 1L);
        for (int walk = 0; walk < 2; walk++) {
          int number = 0;
          Change last = null;
          for (Change change : large.changes()) {
            number++;
            if (number <= rows) {
              String id = Integer.toString(number);
              assertThat(change).isEqualTo(new Change.Insert(item.name(), Row.of(id, "row " + id)));
            }
            last = change;
          }
          assertThat(last).isInstanceOf(Change.Update.class);
        }
        stream.confirm(told.get(1).end());
      }
    }
  }

  /** What does not fit into the queue waits in the server. */
  @Test
  void readerThatStallsLosesNothing() throws Exception {
    int rows = 30_000;
    try (LogScene scene = new LogScene(MySqlVersion.MARIADB_11_4)) {
      scene.tables.execute(
          "CREATE TABLE item (id int PRIMARY KEY, name varchar(40))",
          "CREATE PROCEDURE fill() BEGIN FOR i IN 1..%d DO INSERT INTO item VALUES (i, 'x'); END FOR; END"
              .formatted(rows));
      Table item = scene.table("item");
      Position from = scene.retain(item);
      try (ChangeStream stream = scene.stream(from, item)) {
        scene.tables.execute("CALL fill()");
        List<Change> changes = scene.changes(stream);
        assertThat(changes).hasSize(rows);
        for (int i = 0; i < rows; i++) {
          assertThat(((Change.Insert) changes.get(i)).row().value(0))
              .isEqualTo(Integer.toString(i + 1));
        }
      }
    }
  }
}

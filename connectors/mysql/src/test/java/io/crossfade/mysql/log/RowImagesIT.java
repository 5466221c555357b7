package io.crossfade.mysql.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crossfade.connector.ChangeStream;
import io.crossfade.model.Change;
import io.crossfade.model.Key;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.mysqlservers.MySqlVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a row in the log carries, and what it leaves out. */
@Timeout(60)
class RowImagesIT {
  private static final String SERVERS = "io.crossfade.mysql.Tables#versions";

  @ParameterizedTest
  @MethodSource(SERVERS)
  void smallImagesCarryWhatAChangeHasTouched(MySqlVersion version) throws Exception {
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute(
          "CREATE TABLE item (a int, id int, name varchar(20) DEFAULT 'usual', note text, PRIMARY KEY (id))");
      Table item = scene.table("item");
      Position from = scene.retain(item);
      scene.tables.execute(
          "SET SESSION binlog_row_image = MINIMAL",
          "INSERT INTO item VALUES (1, 2, 'n', 't')",
          "UPDATE item SET name = NULL",
          "UPDATE item SET id = 7, a = 5",
          "DELETE FROM item");
      try (ChangeStream stream = scene.stream(from, item)) {
        List<Change> changes = scene.changes(stream);
        assertThat(changes).hasSize(4);
        assertThat(changes.get(0))
            .isEqualTo(new Change.Insert(item.name(), Row.of("1", "2", "n", "t")));
        Change.Update named = (Change.Update) changes.get(1);
        assertThat(named.oldKey()).isEqualTo(Key.of("2"));
        assertThat(present(named.row())).containsExactly("1=2", "2=null");
        Change.Update moved = (Change.Update) changes.get(2);
        assertThat(moved.oldKey()).isEqualTo(Key.of("2"));
        assertThat(moved.key()).isEqualTo(Key.of("7"));
        assertThat(present(moved.row())).containsExactly("0=5", "1=7");
        assertThat(changes.get(3)).isEqualTo(new Change.Delete(item.name(), Key.of("7")));
      }
    }
  }

  private static List<String> present(Row row) {
    List<String> present = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      if (!row.isAbsent(i)) {
        present.add(i + "=" + row.value(i));
      }
    }
    return present;
  }

  /** A default that the statement did not name: the log may leave it out, and then says so. */
  @ParameterizedTest
  @MethodSource(SERVERS)
  void defaultsAreToldOrSaidToBeAbsent(MySqlVersion version) throws Exception {
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute(
          "CREATE TABLE item (id int PRIMARY KEY, name varchar(20) DEFAULT 'usual')");
      Table item = scene.table("item");
      Position from = scene.retain(item);
      scene.tables.execute(
          "INSERT INTO item (id) VALUES (1)",
          "SET SESSION binlog_row_image = MINIMAL",
          "INSERT INTO item (id) VALUES (2)");
      try (ChangeStream stream = scene.stream(from, item)) {
        List<Change> changes = scene.changes(stream);
        assertThat(changes.get(0)).isEqualTo(new Change.Insert(item.name(), Row.of("1", "usual")));
        Row row = ((Change.Insert) changes.get(1)).row();
        assertThat(row.isAbsent(1) || "usual".equals(row.value(1))).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void computedAndInvisibleColumnsHaveTheirPlaces(MySqlVersion version) throws Exception {
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute(
          "CREATE TABLE item (id int PRIMARY KEY, twice int AS (id * 2) VIRTUAL, hidden int INVISIBLE,"
              + " thrice int AS (id * 3) STORED, name varchar(20))");
      Table item = scene.table("item");
      Position from = scene.retain(item);
      scene.tables.execute(
          "INSERT INTO item (id, hidden, name) VALUES (1, 9, 'a')",
          "UPDATE item SET name = 'b', id = 2",
          "SET SESSION binlog_row_image = MINIMAL",
          "UPDATE item SET name = 'c'");
      try (ChangeStream stream = scene.stream(from, item)) {
        List<Change> changes = scene.changes(stream);
        Row inserted = ((Change.Insert) changes.get(0)).row();
        assertThat(inserted.value(0)).isEqualTo("1");
        assertThat(inserted.value(2)).isEqualTo("9");
        assertThat(inserted.value(3)).isEqualTo("3");
        assertThat(inserted.value(4)).isEqualTo("a");
        Row updated = ((Change.Update) changes.get(1)).row();
        assertThat(updated.value(3)).isEqualTo("6");
        assertThat(updated.value(4)).isEqualTo("b");
        Row last = ((Change.Update) changes.get(2)).row();
        assertThat(last.value(4)).isEqualTo("c");
        assertThat(last.isAbsent(2)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void compressedLogIsReadToo(MySqlVersion version) throws Exception {
    assumeTrue(version.isMariaDb(), "MySQL compresses whole transactions, which are refused");
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute("CREATE TABLE item (id int PRIMARY KEY, name text)");
      Table item = scene.table("item");
      Position from = scene.retain(item);
      try {
        scene.tables.execute(
            "SET GLOBAL log_bin_compress = 1, GLOBAL log_bin_compress_min_len = 10",
            "BEGIN",
            "INSERT INTO item VALUES (1, REPEAT('x', 1000)), (2, NULL)",
            "UPDATE item SET name = 'b' WHERE id = 2",
            "DELETE FROM item WHERE id = 1",
            "COMMIT",
            "TRUNCATE TABLE item /* a statement that is long enough to be compressed as well */");
      } finally {
        scene.tables.execute("SET GLOBAL log_bin_compress = 0");
      }
      try (ChangeStream stream = scene.stream(from, item)) {
        assertThat(scene.changes(stream))
            .containsExactly(
                new Change.Insert(item.name(), Row.of("1", "x".repeat(1000))),
                new Change.Insert(item.name(), Row.of("2", null)),
                new Change.Update(item.name(), Key.of("2"), Key.of("2"), Row.of("2", "b")),
                new Change.Delete(item.name(), Key.of("1")),
                new Change.Truncate(List.of(item.name())));
      }
    }
  }
}

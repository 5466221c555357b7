package io.crossfade.mysql.log;

import static io.crossfade.mysql.log.LogBadLuckIT.ITEM;
import static io.crossfade.mysql.log.LogBadLuckIT.SERVERS;
import static io.crossfade.mysql.log.LogBadLuckIT.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crossfade.connector.ChangeStream;
import io.crossfade.model.Change;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.mysqlservers.MySqlVersion;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An ALTER TABLE that takes rows or values away which no log tells of. */
@Timeout(60)
class AlteredTableIT {
  @ParameterizedTest
  @MethodSource(SERVERS)
  void rowsThatGoToAnotherTableAreRefused(MySqlVersion version) throws Exception {
    ErrorCode code = ErrorCode.SOURCE_SCHEMA_CHANGED;
    String archive = " (id int PRIMARY KEY, name varchar(20), note text) PARTITION BY RANGE (id) (";
    refuses(
        version,
        code,
        "item lost or got rows",
        "CREATE TABLE archive" + archive + "PARTITION p VALUES LESS THAN (9))",
        "ALTER TABLE archive EXCHANGE PARTITION p WITH TABLE item");
    if (version.isMariaDb()) {
      refuses(
          version,
          code,
          "item lost or got rows",
          "CREATE TABLE archive" + archive + "PARTITION p VALUES LESS THAN (0))",
          "ALTER TABLE archive CONVERT TABLE item TO PARTITION q VALUES LESS THAN (9)");
    }
  }

  /** No log tells which rows it has deleted. */
  @ParameterizedTest
  @MethodSource(SERVERS)
  void alterationsThatDeleteRowsAreRefused(MySqlVersion version) throws Exception {
    assumeTrue(version.isMariaDb(), "MySQL knows no ALTER IGNORE any more");
    for (String alteration : List.of("ADD UNIQUE (name)", "ADD CHECK (name <> 'before')")) {
      refuses(
          version,
          ErrorCode.SOURCE_SCHEMA_CHANGED,
          "item may have lost rows",
          "INSERT INTO item VALUES (2, 'before', NULL)",
          "ALTER IGNORE TABLE item " + alteration);
    }
  }

  /** Its rows look as before, and where the server only notes it, its storage does too. */
  @ParameterizedTest
  @MethodSource(SERVERS)
  void columnThatIsMadeAnewUnderItsNameIsRefused(MySqlVersion version) throws Exception {
    ErrorCode code = ErrorCode.SOURCE_SCHEMA_CHANGED;
    String word = "lost its column note";
    String row = "INSERT INTO item (id) VALUES (2)";
    String add = "ADD COLUMN note text";
    refuses(version, code, word, "ALTER TABLE item DROP Note, " + add, row);
    refuses(version, code, word, "ALTER TABLE item DROP COLUMN note", "ALTER TABLE item " + add);
    refuses(
        version,
        code,
        word,
        "ALTER TABLE item RENAME COLUMN note TO old, " + add,
        "ALTER TABLE item DROP COLUMN old",
        row);
  }

  /** Names, order and types are as before, and no row lies where it did. */
  @ParameterizedTest
  @MethodSource(SERVERS)
  void columnsThatChangeTheirNamesWithEachOtherAreRefused(MySqlVersion version) throws Exception {
    refuses(
        version,
        ErrorCode.SOURCE_SCHEMA_CHANGED,
        "item has another column under the name n",
        "ALTER TABLE item CHANGE note name varchar(20) AFTER id, CHANGE name note text",
        "INSERT INTO item (id) VALUES (2)");
  }

  /** What was written under the other name is told without it. */
  @ParameterizedTest
  @MethodSource(SERVERS)
  void columnThatHasItsNameAgainIsFollowed(MySqlVersion version) throws Exception {
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute(ITEM);
      Table item = scene.table("item");
      Position from = scene.retain(item);
      scene.tables.execute(
          "ALTER TABLE item RENAME COLUMN note TO old, ADD COLUMN more int",
          "ALTER TABLE item CHANGE old note text, DROP COLUMN more",
          "INSERT INTO item VALUES (1, 'a', 'long')");
      try (ChangeStream stream = scene.stream(from, item)) {
        assertThat(scene.changes(stream))
            .containsExactly(new Change.Insert(item.name(), Row.of("1", "a", "long")));
      }
    }
  }
}

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
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements in the log are read as their session has meant them, however they were written. */
@Timeout(60)
class QuotedStatementsIT {
  private static final String SERVERS = "io.crossfade.mysql.Tables#versions";

  @ParameterizedTest
  @MethodSource(SERVERS)
  void whatStandsBehindATextWithABackslashIsSeen(MySqlVersion version) throws Exception {
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute("CREATE TABLE item (id int PRIMARY KEY)");
      Table item = scene.table("item");
      Position from = scene.retain(item);
      scene.tables.execute(
          "SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'",
          "ALTER TABLE \"item\" COMMENT = 'a\\', RENAME TO \"gone\"");
      try (ChangeStream stream = scene.stream(from, item)) {
        assertThatThrownBy(() -> scene.all(stream))
            .isInstanceOfSatisfying(
                CrossfadeException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_SCHEMA_CHANGED))
            .hasMessageContaining("renamed");
      }
    }
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void anEmptiedTableIsSeenBehindCommentsAndSettings(MySqlVersion version) throws Exception {
    String settings = version.isMariaDb() ? "SET STATEMENT lock_wait_timeout = 5 FOR " : "";
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute("CREATE TABLE item (id int PRIMARY KEY)");
      Table item = scene.table("item");
      Position from = scene.retain(item);
      scene.tables.execute(
          "INSERT INTO item VALUES (1)",
          "--\tnightly\n" + settings + "/*!50000 TRUNCATE */ TABLE item",
          "INSERT INTO item VALUES (2)");
      try (ChangeStream stream = scene.stream(from, item)) {
        assertThat(scene.changes(stream))
            .containsExactly(
                new Change.Insert(item.name(), Row.of("1")),
                new Change.Truncate(List.of(item.name())),
                new Change.Insert(item.name(), Row.of("2")));
      }
    }
  }
}

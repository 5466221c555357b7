package io.crossfade.mysql.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Log;
import io.crossfade.connector.log.Patience;
import io.crossfade.model.Position;
import io.crossfade.mysql.TestDatabase;
import io.crossfade.mysqlservers.MySqlVersion;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The warning comes before the log is gone. */
@Timeout(60)
class NextPurgeIT {
  @ParameterizedTest
  @EnumSource(MySqlVersion.class)
  void whoNeedsTheOldestFileIsTold(MySqlVersion version) throws SQLException {
    try (TestDatabase database = TestDatabase.on(version)) {
      String setting = "binlog_expire_logs_seconds";
      String before = database.ask("SELECT @@GLOBAL." + setting).get(0);
      Log log = database.database().log();
      database.run("FLUSH BINARY LOGS");
      Position needed = log.end();
      String file = "binlog." + needed.encode().substring(4, 10);
      assertThat(log.endangered(needed)).as("it is written").isEmpty();
      try {
        database.run("SET GLOBAL " + setting + " = 40", "FLUSH BINARY LOGS");
        assertThat(log.endangered(needed)).as("an older one is there").isEmpty();

        purge(database, file);

        assertThat(log.endangered(needed))
            .hasValueSatisfying(danger -> {
              assertThat(danger.why()).contains(file).contains("is 40");
              assertThat(danger.patience()).isEqualTo(Duration.ofSeconds(10));
            });
        assertThat(log.endangered(log.end())).as("the stream has read on").isEmpty();
      } finally {
        database.run("SET GLOBAL " + setting + " = " + before);
      }
    }
  }

  /** MariaDB keeps a file, and only warns, until InnoDB has flushed what was committed in it. */
  private static void purge(TestDatabase database, String upTo) throws SQLException {
    Patience patience = new Patience(Duration.ofSeconds(30));
    String oldest = database.ask("SHOW BINARY LOGS").get(0);
    while (!oldest.equals(upTo)) {
      assertThat(patience.isOver()).as("the oldest log is still %s", oldest).isFalse();
      database.run("PURGE BINARY LOGS TO '" + upTo + "'");
      patience.pause();
      oldest = database.ask("SHOW BINARY LOGS").get(0);
    }
  }
}

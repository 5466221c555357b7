package io.crossfade.postgresql.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Endpoint;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Secret;
import io.crossfade.servers.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commits that wait for a standby that is not there: in the log, and seen by nobody. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HangingCommitsIT {
  private static final String WAITS =
      "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

  @TempDir Path directory;

  private EmbeddedPostgres server;
  private LogFixture fixture;

  @BeforeEach
  void start() {
    server =
        EmbeddedPostgres.start(
            18, directory.resolve("data"), true, Map.of("max_prepared_transactions", "2"));
    fixture =
        new LogFixture(new Endpoint(server.jdbcUrl("postgres"), server.user(), new Secret("")));
    fixture.execute("CREATE TABLE note (id bigint PRIMARY KEY)");
  }

  @AfterEach
  void stop() {
    fixture.close();
    server.close();
  }

  @Test
  void aCommitThatNobodySeesIsWaitedFor() throws Exception {
    hangsUntilTheStandbyIsForgotten("INSERT INTO note VALUES (1)");
  }

  @Test
  void soIsTheSecondPhaseOfAPreparedTransaction() throws Exception {
    fixture.execute("BEGIN", "INSERT INTO note VALUES (1)", "PREPARE TRANSACTION 'one'");
    fixture.log.awaitCommitting(Duration.ZERO);
    hangsUntilTheStandbyIsForgotten("COMMIT PREPARED 'one'");
  }

  /** It may do so for hours. */
  @Test
  void whoWaitsForItsClientIsNotWaitedFor() throws Exception {
    try (Connection client = connect();
        Statement statement = client.createStatement()) {
      statement.execute("BEGIN");
      statement.execute("INSERT INTO note VALUES (1)");
      fixture.log.awaitCommitting(Duration.ZERO);
      statement.execute("COMMIT");
    }
  }

  private void hangsUntilTheStandbyIsForgotten(String commits) throws Exception {
    standby("nobody");
    CompletableFuture<Void> hanging = CompletableFuture.runAsync(() -> fixture.execute(commits));
    LogFixture.await(() -> fixture.query(WAITS).equals("1"));
    assertThat(fixture.query("SELECT count(*) FROM note")).isEqualTo("0");
    assertThatThrownBy(() -> fixture.log.awaitCommitting(Duration.ZERO))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_PASSED))
        .hasMessageContaining("does it wait for a synchronous standby? process");
    standby("");
    fixture.log.awaitCommitting(LogFixture.SOON);
    assertThat(fixture.query("SELECT count(*) FROM note")).isEqualTo("1");
    hanging.get(30, TimeUnit.SECONDS);
  }

  private void standby(String name) {
    fixture.execute(
        "ALTER SYSTEM SET synchronous_standby_names = '" + name + "'", "SELECT pg_reload_conf()");
    LogFixture.await(() -> fixture.query("SHOW synchronous_standby_names").equals(name));
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), "");
  }
}

package io.crossfade.postgresql.copy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.Column;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.TestServer;
import io.crossfade.postgresql.Waiting;
import io.crossfade.postgresql.session.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table that is rewritten beside a snapshot. */
class PostgresSnapshotIT {
  private static final Table T =
      new Table(
          new TableName("public", "t"),
          List.of(new Column("id", "integer", false, null, false, false)),
          List.of("id"),
          List.of(),
          List.of(),
          1);

  private final Endpoint endpoint = TestServer.newDatabase(16);
  private final Sessions sessions = new Sessions(endpoint);
  private final PostgresReader reader = new PostgresReader(sessions);

  @BeforeEach
  void makeTable() {
    TestServer.execute(
        endpoint, "CREATE TABLE t (id int PRIMARY KEY, v int)", "INSERT INTO t VALUES (1, 1)");
  }

  @AfterEach
  void close() {
    sessions.close();
  }

  @Test
  void rewriteUnderWayIsWaitedForBeforeTheSnapshotIsTaken() throws Exception {
    try (Connection rewriter = TestServer.connect(endpoint);
        Connection observer = TestServer.connect(endpoint)) {
      rewriter.setAutoCommit(false);
      TestServer.execute(rewriter, "ALTER TABLE t ALTER v TYPE text");

      CompletableFuture<Snapshot> opening = Waiting.start(() -> reader.snapshot(List.of(T)));
      Waiting.untilBlocked(observer, "snapshot");
      rewriter.commit();

      try (Snapshot snapshot = opening.get(30, SECONDS)) {
        List<Row> rows = new ArrayList<>();
        snapshot.rows(TableMapping.identity(T), KeyRange.ALL, rows::add);
        assertThat(rows).containsExactly(Row.of("1"));
      }
    }
  }

  @Test
  void rewriteHasToWaitForTheSnapshot() throws SQLException {
    try (Snapshot snapshot = reader.snapshot(List.of(T));
        Connection rewriter = TestServer.connect(endpoint)) {
      TestServer.execute(rewriter, "SET lock_timeout = '50ms'");
      assertThatThrownBy(() -> TestServer.execute(rewriter, "TRUNCATE t"))
          .hasMessageContaining("lock timeout");
      assertThat(snapshot.boundary().encode()).contains(":");
    }
  }
}

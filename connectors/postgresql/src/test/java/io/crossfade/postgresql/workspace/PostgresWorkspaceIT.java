package io.crossfade.postgresql.workspace;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.KeyRange;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.TestServer;
import io.crossfade.postgresql.Waiting;
import io.crossfade.postgresql.lease.Leases;
import io.crossfade.postgresql.session.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the workspace does when somebody holds its rows. */
class PostgresWorkspaceIT {
  private static final Lease LEASE = new Lease("shop", "store", 1);
  private static final Lease NEWER = new Lease("shop", "store", 2);

  private final Endpoint endpoint = TestServer.newDatabase(18);
  private final Sessions sessions = new Sessions(endpoint);
  private final PostgresWorkspace workspace = new PostgresWorkspace(sessions);

  @BeforeEach
  void take() {
    workspace.take(LEASE);
  }

  @AfterEach
  void close() {
    sessions.close();
  }

  @Test
  void whatANewerCrossfadeHasMadeIsNeitherTakenNorRemoved() throws Exception {
    try (Connection newer = TestServer.connect(endpoint)) {
      TestServer.execute(newer, "UPDATE crossfade.version SET number = 99");
      for (Runnable use :
          List.<Runnable>of(
              () -> workspace.take(NEWER),
              () -> workspace.lease("shop"),
              () -> workspace.remove("shop"))) {
        assertThatThrownBy(use::run)
            .hasMessageContaining("its version is 99, this Crossfade knows 3")
            .isInstanceOfSatisfying(
                CrossfadeException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.CROSSFADE_TOO_OLD));
      }
      TestServer.execute(newer, "UPDATE crossfade.version SET number = 3");
    }
    assertThat(workspace.lease("shop")).contains(LEASE);
  }

  @Test
  void whatHasNoVersionYetGetsOurs() throws Exception {
    try (Connection older = TestServer.connect(endpoint)) {
      TestServer.execute(older, "DROP TABLE crossfade.version");
      workspace.take(NEWER);
      TestServer.execute(older, "UPDATE crossfade.version SET number = 99 WHERE number = 3");
      assertThatThrownBy(() -> workspace.take(NEWER)).hasMessageContaining("newer Crossfade");
    }
  }

  @Test
  void chunkThatABatchHoldsIsWaitedForRatherThanOverlooked() throws Exception {
    workspace.plan(LEASE, new TableName("public", "t"), List.of(KeyRange.ALL));
    try (Connection batch = TestServer.connect(endpoint);
        Connection observer = TestServer.connect(endpoint)) {
      batch.setAutoCommit(false);
      TestServer.execute(batch, "SELECT FROM crossfade.chunk FOR SHARE");

      CompletableFuture<Optional<Chunk>> opened = Waiting.start(() -> workspace.open(LEASE));
      Waiting.untilBlocked(observer, "/open");
      assertThat(opened).isNotDone();
      batch.commit();

      assertThat(opened.get(30, SECONDS)).isPresent();
    }
  }

  @Test
  void workerThatStoppedInATransactionDoesNotKeepTheLease() throws SQLException {
    try (Connection stopped = TestServer.connect(endpoint)) {
      stopped.setAutoCommit(false);
      TestServer.execute(
          stopped,
          "SET application_name = 'crossfade/shop/apply'",
          "SELECT FROM crossfade.migration FOR SHARE");

      workspace.take(NEWER);

      assertThat(stopped.isValid(5)).isFalse();
    }
  }

  @Test
  void leaseIsTakenOnlyWhenAWriteUnderWayHasEnded() throws Exception {
    try (Connection writer = TestServer.connect(endpoint);
        Connection observer = TestServer.connect(endpoint)) {
      writer.setAutoCommit(false);
      Leases.require(writer, LEASE);

      CompletableFuture<Boolean> taken =
          Waiting.start(() -> {
            workspace.take(NEWER);
            return true;
          });
      Waiting.untilBlocked(observer, "/lease");
      assertThat(taken).isNotDone();
      writer.commit();

      assertThat(taken.get(30, SECONDS)).isTrue();
    }
  }

  @Test
  void sessionThatServesSomebodyElseByNowIsNotEnded() throws SQLException {
    workspace.plan(LEASE, new TableName("public", "t"), List.of(KeyRange.ALL));
    Chunk chunk = workspace.open(LEASE).orElseThrow();
    try (Connection copier = TestServer.connect(endpoint)) {
      copier.setAutoCommit(false);
      ChunkAttempt attempt = new ChunkAttempt(LEASE, chunk);
      TestServer.execute(
          copier, "SET application_name = 'crossfade/" + attempt.sessionName() + "'");
      copier.commit();
      attempt.recordSession(copier);
      TestServer.execute(copier, "SET application_name = 'crossfade/shop/apply'");
      copier.commit();

      workspace.take(NEWER);
      workspace.reopen(NEWER);

      assertThat(copier.isValid(5)).isTrue();
      assertThat(workspace.open(NEWER)).isPresent();
    }
  }
}

package io.crossfade.contract;

import static io.crossfade.contract.WorkspaceContract.assertSuperseded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Lease;
import io.crossfade.connector.Write;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Row;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody writes behind the fence but we, whatever he began before. */
public interface FenceContract extends ContractScene {
  Duration PATIENCE = Duration.ofSeconds(20);
  String INSERT = "INSERT INTO item (id) VALUES (100)";

  default void raise(TableMapping mapping) {
    target().fence().raise(LEASE, List.of(mapping.to().name()), PATIENCE);
  }

  default void lift(TableMapping mapping) {
    target().fence().lift(LEASE, List.of(mapping.to().name()));
  }

  default void assertRefused(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .as(sql)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(refusal()))
          .hasMessageContaining("contract")
          .hasMessageContaining("item");
    }
  }

  @Test
  default void everyKindOfWriteIsRefusedAndReadsGoOn() throws SQLException {
    TableMapping mapping = items();
    sql(Side.TARGET, "INSERT INTO item (id) VALUES (1)");

    raise(mapping);

    assertThat(target().fence().isRaised("contract")).isTrue();
    try (Connection connection = connect(Side.TARGET)) {
      assertRefused(connection, INSERT);
      assertRefused(connection, "UPDATE item SET name = 'x'");
      assertRefused(connection, "UPDATE item SET name = 'x' WHERE id = -1");
      assertRefused(connection, "DELETE FROM item");
      assertRefused(connection, "TRUNCATE TABLE item");
    }
    assertThat(query(Side.TARGET, "SELECT id FROM item")).containsExactly("1");
  }

  @Test
  default void oursPass() {
    TableMapping mapping = items();
    sql(Side.SOURCE, "INSERT INTO item (id) VALUES (1)");
    raise(mapping);

    copy(mapping, 10, true);
    Applied applied =
        apply(mapping, new Write.Upsert(mapping, List.of(Row.of("2", "x", "1.00", null))));

    assertThat(applied).isInstanceOf(Applied.Done.class);
    assertThat(query(Side.TARGET, "SELECT id FROM item ORDER BY id")).containsExactly("1", "2");
  }

  @Test
  default void writerUnderWayIsWaitedForAndNamed() throws SQLException {
    TableMapping mapping = items();
    try (Connection writer = connect(Side.TARGET);
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute(INSERT);

      assertThatThrownBy(() ->
              target().fence().raise(LEASE, List.of(mapping.to().name()), Duration.ofMillis(200)))
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_PASSED))
          .hasMessageContaining("process");
      assertThat(target().fence().isRaised("contract")).isFalse();
      sql(Side.TARGET, "INSERT INTO item (id) VALUES (101)");
      writer.commit();
    }

    raise(mapping);
    assertThat(query(Side.TARGET, "SELECT id FROM item ORDER BY id")).containsExactly("100", "101");
  }

  @Test
  default void writerWithAnOlderSnapshotIsRefused() throws SQLException {
    TableMapping mapping = items();
    try (Connection early = connect(Side.TARGET);
        Statement statement = early.createStatement()) {
      early.setAutoCommit(false);
      early.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("SELECT count(*) FROM item");

      raise(mapping);

      assertRefused(early, INSERT);
      early.rollback();
    }
  }

  @Test
  default void liftedFenceLetsEverybodyWriteUntilItIsRaisedAgain() throws SQLException {
    TableMapping mapping = items();
    raise(mapping);

    lift(mapping);
    lift(mapping);

    assertThat(target().fence().isRaised("contract")).isFalse();
    sql(Side.TARGET, INSERT, "UPDATE item SET name = 'x'", "DELETE FROM item");
    try (Connection early = connect(Side.TARGET);
        Statement statement = early.createStatement()) {
      early.setAutoCommit(false);
      early.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("SELECT count(*) FROM item");

      raise(mapping);

      assertRefused(early, INSERT);
      early.rollback();
    }
    assertThat(target().fence().isRaised("contract")).isTrue();
  }

  @Test
  default void liftingOfAnEarlierMigrationOpensNoFenceOfALaterOne() throws SQLException {
    TableMapping mapping = items();
    target().workspace().take(new Lease("other", LEASE.store(), 1));
    raise(mapping);
    lift(mapping);
    try (Connection early = connect(Side.TARGET);
        Statement statement = early.createStatement()) {
      sql(Side.TARGET, "CREATE TABLE quiet (id int)");
      early.setAutoCommit(false);
      early.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("SELECT count(*) FROM quiet");
      target().workspace().remove("contract");
      target().workspace().take(LEASE);

      raise(mapping);

      assertRefused(early, INSERT);
      early.rollback();
    }
  }

  @Test
  default void olderLeaseNeitherRaisesNorLifts() throws SQLException {
    TableMapping mapping = items();
    target().workspace().take(NEWER);

    assertSuperseded(() -> raise(mapping));
    assertThat(target().fence().isRaised("contract")).isFalse();
    sql(Side.TARGET, INSERT);

    target().fence().raise(NEWER, List.of(mapping.to().name()), PATIENCE);
    assertSuperseded(() -> lift(mapping));
    assertThat(target().fence().isRaised("contract")).isTrue();
    try (Connection connection = connect(Side.TARGET)) {
      assertRefused(connection, "DELETE FROM item");
    }
  }

  @Test
  default void nothingOfTheFenceRemainsAfterTheMigration() {
    TableMapping mapping = items();
    raise(mapping);

    target().workspace().remove("contract");

    assertThat(target().fence().isRaised("contract")).isFalse();
    sql(Side.TARGET, INSERT);
    target().fence().lift(LEASE, List.of(mapping.to().name()));
  }
}

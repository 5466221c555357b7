package io.crossfade.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrossfadeDataSourceIT {
  private static final String INSERT = "INSERT INTO note VALUES (?, ?)";

  private TwoSides sides;

  @BeforeEach
  void start() throws SQLException {
    sides = new TwoSides();
  }

  @AfterEach
  void stop() {
    sides.close();
  }

  @Test
  void oneConnectionMovesBetweenItsTransactions() throws Exception {
    try (CrossfadeConnection connection = sides.dataSource.getConnection()) {
      connection.setAutoCommit(false);
      assertThat(connection.side()).isEqualTo(Side.SOURCE);
      insert(connection, 1);
      sides.flip();
      insert(connection, 2);
      assertThat(connection.side()).as("until its end").isEqualTo(Side.SOURCE);
      connection.commit();
      assertThat(connection.side()).isEqualTo(Side.TARGET);
      insert(connection, 3);
      connection.commit();
    }
    assertThat(sides.count(Side.SOURCE)).isEqualTo(2);
    assertThat(sides.count(Side.TARGET)).isEqualTo(1);
  }

  @Test
  void aTransactionInFlightIsCountedUntilItHasEndedInTheDatabase() throws Exception {
    try (Connection connection = sides.dataSource.getConnection()) {
      connection.setAutoCommit(false);
      insert(connection, 1);
      sides.follow(sides.router.route().hold());
      assertThat(sides.routes.reported().drained()).isFalse();
      connection.commit();
      assertThat(sides.routes.reported().drained()).isTrue();
    }
  }

  @Test
  void countsHowTransactionsEnd() throws Exception {
    try (Connection connection = sides.dataSource.getConnection()) {
      insert(connection, 1);
      assertThatThrownBy(() -> insert(connection, 1)).hasMessageContaining("duplicate");
      connection.setAutoCommit(false);
      insert(connection, 2);
      insert(connection, 3);
      connection.commit();
      insert(connection, 4);
      connection.rollback();
      assertThatThrownBy(() -> insert(connection, 1)).hasMessageContaining("duplicate");
      connection.rollback();
      insert(connection, 5);
    }
    TransactionCounts.Counted counted = sides.router.counts().now();
    assertThat(counted.ended()).isEqualTo(6);
    assertThat(counted.failed()).as("a rollback alone is no failure").isEqualTo(2);
    assertThat(counted.busyNanos()).isPositive();
    sides.flip();
    assertThat(sides.routes.reported().ended()).isEqualTo(6);
    assertThat(sides.routes.reported().failed()).isEqualTo(2);
  }

  @Test
  void closingRollsBackAndDrains() throws Exception {
    try (Connection connection = sides.dataSource.getConnection()) {
      connection.setAutoCommit(false);
      insert(connection, 1);
      sides.follow(sides.router.route().hold());
    }
    assertThat(sides.routes.reported().drained()).isTrue();
    assertThat(sides.count(Side.SOURCE)).isZero();
    assertThat(sides.taken(Side.SOURCE)).isZero();
  }

  @Test
  void aStatementFollowsItsConnectionWithWhatWasSetOnIt() throws Exception {
    try (Connection connection = sides.dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setLong(1, 1);
      insert.setString(2, "kept");
      insert.executeUpdate();
      sides.flip();
      insert.setLong(1, 2);
      insert.executeUpdate();
    }
    assertThat(sides.count(Side.SOURCE)).isEqualTo(1);
    assertThat(sides.count(Side.TARGET, "note WHERE id = 2 AND said = 'kept'")).isEqualTo(1);
  }

  @Test
  void aBatchThatWasBegunFollowsToo() throws Exception {
    try (Connection connection = sides.dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (int id = 1; id <= 3; id++) {
        insert.setLong(1, id);
        insert.setString(2, "batched");
        insert.addBatch();
        if (id == 1) {
          // an execution elsewhere, so that there is a physical connection to leave
          insert(connection, 100);
          sides.flip();
        }
      }
      assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
      assertThat(insert.executeBatch()).isEmpty();
    }
    assertThat(sides.count(Side.SOURCE)).isEqualTo(1);
    assertThat(sides.count(Side.TARGET)).isEqualTo(3);
  }

  @Test
  void whatOnlyTheFormerConnectionCouldUseIsRefusedAsRetriable() throws Exception {
    try (Connection connection = sides.dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement("SELECT cardinality(?::text[])")) {
      select.setArray(1, connection.createArrayOf("text", new Object[] {"a", "b"}));
      select.executeQuery().close();
      sides.flip();
      assertThatThrownBy(select::executeQuery)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"))
          .hasMessageContaining("setArray");
      select.setArray(1, connection.createArrayOf("text", new Object[] {"a", "b"}));
      try (ResultSet row = select.executeQuery()) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(2);
      }
    }
  }

  @Test
  void settingsAreMadeAgainOnEachSide() throws Exception {
    try (CrossfadeConnection connection = sides.dataSource.getConnection()) {
      connection.setSchema("attic");
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      connection.setAutoCommit(false);
      for (int i = 1; i <= 2; i++) {
        insert(connection, i);
        assertThat(ask(connection, "SHOW transaction_isolation")).isEqualTo("serializable");
        connection.commit();
        sides.flip();
      }
      assertThat(connection.getSchema()).isEqualTo("attic");
    }
    for (Side side : Side.values()) {
      assertThat(sides.count(side)).as("%s public", side).isZero();
      assertThat(sides.count(side, "attic.note")).as("%s attic", side).isEqualTo(1);
    }
  }

  @Test
  void aPhysicalConnectionIsTakenForATransactionOnly() throws Exception {
    try (Connection connection = sides.dataSource.getConnection()) {
      assertThat(sides.taken(Side.SOURCE)).isZero();
      insert(connection, 1);
      assertThat(sides.taken(Side.SOURCE)).as("autoCommit, statement closed").isZero();
      connection.setAutoCommit(false);
      insert(connection, 2);
      assertThat(sides.taken(Side.SOURCE)).isEqualTo(1);
      connection.rollback();
      assertThat(sides.taken(Side.SOURCE)).isZero();
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT 1");
        connection.commit();
        assertThat(sides.taken(Side.SOURCE)).as("a statement is open").isEqualTo(1);
      }
      assertThat(sides.taken(Side.SOURCE)).isZero();
    }
  }

  @Test
  void resultsStayReadableWithAutoCommit() throws Exception {
    insertSome(3);
    try (Connection connection = sides.dataSource.getConnection();
        Statement outer = connection.createStatement();
        ResultSet rows = outer.executeQuery("SELECT id FROM note ORDER BY id")) {
      long sum = 0;
      while (rows.next()) {
        try (PreparedStatement update =
            connection.prepareStatement("UPDATE note SET said = 'x' WHERE id = ?")) {
          update.setLong(1, rows.getLong(1));
          assertThat(update.executeUpdate()).isEqualTo(1);
          sum += rows.getLong(1);
        }
        assertThatThrownBy(() -> insert(connection, 1)).hasMessageContaining("duplicate key");
      }
      assertThat(sum).isEqualTo(6);
    }
  }

  @Test
  void aRefusalOfTheFenceComesAsItIs() throws Exception {
    sides.execute(
        Side.SOURCE,
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION 'the other side is written now' USING ERRCODE = '25006';
        END $$\
        """);
    sides.execute(
        Side.SOURCE,
        "CREATE TRIGGER fence BEFORE INSERT ON note FOR EACH STATEMENT EXECUTE FUNCTION refuse()");
    try (Connection connection = sides.dataSource.getConnection()) {
      connection.setAutoCommit(false);
      assertThatThrownBy(() -> insert(connection, 1))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
      connection.rollback();
    }
  }

  @Test
  void aHoldThatLastsTooLongFailsAndTheConnectionLives() throws Exception {
    try (Router impatient = new Router(sides.routes, Duration.ofMillis(50), HoldListener.NONE);
        Connection connection =
            new CrossfadeDataSource(impatient, sides.source, sides.target).getConnection()) {
      sides.routes.set(sides.router.route().hold());
      while (!impatient.route().held()) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThatThrownBy(() -> insert(connection, 1))
          .isInstanceOf(SQLTransientConnectionException.class);
      assertThat(connection.isValid(1)).isTrue();
      assertThat(sides.taken(Side.SOURCE)).isZero();
      sides.routes.set(impatient.route().release());
      while (impatient.route().held()) {
        LockSupport.parkNanos(1_000_000);
      }
      insert(connection, 2);
    }
    assertThat(sides.count(Side.SOURCE)).isEqualTo(1);
  }

  @Test
  void aBatchThatWaitedInVainIsNotLost() throws Exception {
    try (Router impatient = new Router(sides.routes, Duration.ofMillis(50), HoldListener.NONE);
        Connection connection =
            new CrossfadeDataSource(impatient, sides.source, sides.target).getConnection();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setLong(1, 1);
      insert.setString(2, "batched");
      insert.addBatch();
      sides.routes.set(sides.router.route().hold());
      while (!impatient.route().held()) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThatThrownBy(insert::executeBatch).isInstanceOf(SQLTransientConnectionException.class);
      sides.routes.set(impatient.route().allOn(Side.TARGET));
      while (impatient.route().held()) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(insert.executeBatch()).containsExactly(1);
    }
    assertThat(sides.count(Side.TARGET)).isEqualTo(1);
  }

  @Test
  void aSavepointIsPartOfItsTransaction() throws Exception {
    try (Connection connection = sides.dataSource.getConnection()) {
      assertThatThrownBy(connection::setSavepoint).hasMessageContaining("autoCommit is on");
      connection.setAutoCommit(false);
      insert(connection, 1);
      Savepoint savepoint = connection.setSavepoint();
      insert(connection, 2);
      connection.rollback(savepoint);
      connection.commit();
      assertThat(sides.taken(Side.SOURCE)).isZero();
    }
    assertThat(sides.count(Side.SOURCE)).isEqualTo(1);
  }

  @Test
  void readOnlyIsChosenBeforeATransaction() throws Exception {
    try (Connection connection = sides.dataSource.getConnection()) {
      connection.setAutoCommit(false);
      insert(connection, 1);
      assertThatThrownBy(() -> connection.setReadOnly(true)).hasMessageContaining("before");
      connection.rollback();
      connection.setReadOnly(true);
      assertThatThrownBy(() -> insert(connection, 1))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
    }
  }

  @Test
  void aBrokenConnectionIsNotUsedAgain() throws Exception {
    try (Connection connection = sides.dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement("SELECT pg_backend_pid()")) {
      String pid = value(select);
      sides.execute(Side.SOURCE, "SELECT pg_terminate_backend(" + pid + ")");
      assertThatThrownBy(() -> value(select)).isInstanceOf(SQLException.class);
      assertThat(value(select)).isNotEqualTo(pid);
    }
  }

  @Test
  void unwrapsToTheDriver() throws Exception {
    try (Connection connection = sides.dataSource.getConnection()) {
      assertThat(connection.unwrap(CrossfadeConnection.class)).isSameAs(connection);
      assertThat(connection.isWrapperFor(org.postgresql.PGConnection.class)).isTrue();
      assertThat(connection.unwrap(org.postgresql.PGConnection.class).getBackendPID()).isPositive();
      assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(16);
    }
    assertThat(sides.taken(Side.SOURCE)).isZero();
  }

  private void insertSome(int rows) throws SQLException {
    try (Connection connection = sides.dataSource.getConnection()) {
      for (int id = 1; id <= rows; id++) {
        insert(connection, id);
      }
    }
  }

  static void insert(Connection connection, long id) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setLong(1, id);
      insert.setString(2, "note " + id);
      insert.executeUpdate();
    }
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return value(statement);
    }
  }

  private static String value(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }
}

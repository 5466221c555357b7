package io.crossfade.client;

import static io.crossfade.client.CrossfadeDataSourceIT.insert;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of a connection and moves no rows begins no transaction. */
class HarmlessCallsIT {
  private TwoSides sides;

  @BeforeEach
  void start() throws SQLException {
    sides = new TwoSides();
  }

  @AfterEach
  void stop() {
    sides.close();
  }

  /** A pool clears warnings, looks at settings and asks whether a connection lives. */
  @Test
  void whatAPoolDoesWithAnIdleConnectionBeginsNothing() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setDataSource(sides.dataSource);
    config.setAutoCommit(false);
    config.setMaximumPoolSize(1);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      try (Connection connection = pool.getConnection()) {
        insert(connection, 1);
        connection.commit();
      }
      sides.follow(sides.router.route().hold());
      assertThat(sides.routes.reported().inFlight()).isZero();
      assertThat(sides.routes.reported().drained()).isTrue();
      assertThat(sides.taken(Side.SOURCE)).isZero();
    }
  }

  @Test
  void whatAsksAConnectionNothingOfRowsDoesNotWaitAtAHold() throws Exception {
    try (Router impatient = new Router(sides.routes, Duration.ofMillis(1), HoldListener.NONE);
        Connection connection =
            new CrossfadeDataSource(impatient, sides.source, sides.target).getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      sides.routes.set(sides.router.route().hold());
      while (!impatient.route().held()) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat((Throwable) connection.getWarnings()).isNull();
      connection.clearWarnings();
      assertThat((Throwable) statement.getWarnings()).isNull();
      statement.clearWarnings();
      assertThat(connection.isValid(1)).isTrue();
      assertThat(connection.isReadOnly()).isFalse();
      assertThat(connection.getNetworkTimeout()).isZero();
      assertThat(connection.getClientInfo()).isNotNull();
      assertThat(connection.getTypeMap()).isNotNull();
      assertThat(connection.nativeSQL("SELECT 1")).isEqualTo("SELECT 1");
      connection.rollback();
    }
    assertThat(sides.taken(Side.SOURCE)).isZero();
  }

  @Test
  void warningsAreThoseOfTheTransactionUnderWay() throws Exception {
    try (Connection connection = sides.dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("DO $$ BEGIN RAISE WARNING 'mind the gap'; END $$");
      assertThat((Throwable) statement.getWarnings()).hasMessageContaining("mind the gap");
      statement.clearWarnings();
      assertThat((Throwable) statement.getWarnings()).isNull();
      connection.rollback();
    }
  }
}

package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.mysqlservers.EmbeddedMySql;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.servers.Network;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The source dies, and a replica of another `server_uuid` takes its place under its address.
@Timeout(120)
class MySqlFailoverIT {

  @TempDir Path directory;

  /// Nothing is followed from there: where our position would be in its log, nobody knows.
  @Test
  void anotherServerIsRefusedAndTheMigrationIsBegunAnew() throws Exception {
    CompletableFuture<EmbeddedMySql> other = CompletableFuture.supplyAsync(() -> started("second"));
    try (EmbeddedMySql first = started("first");
        EmbeddedMySql second = other.join();
        Network address = Network.to(first.port())) {
      execute(first, "RESET MASTER", "CREATE DATABASE bank");
      execute(
          second,
          "RESET MASTER",
          "CHANGE REPLICATION SOURCE TO SOURCE_HOST = '127.0.0.1', SOURCE_PORT = %d, SOURCE_USER = 'root', SOURCE_AUTO_POSITION = 1, GET_SOURCE_PUBLIC_KEY = 1"
              .formatted(first.port()),
          "START REPLICA");
      String source = "jdbc:mysql://127.0.0.1:%d/bank".formatted(address.port());
      Bank bank = new Bank(new TwoDatabases(source, SharedPostgres.newDatabase(18))).opened();

      try (BankMove move = bank.move(bank.manifest("failed_over", ""), directory)) {
        try (BankClient client = bank.client(1)) {
          move.migration().run();
          client.awaitWritten(50);
        }
        execute(
            second,
            "DO WAIT_FOR_EXECUTED_GTID_SET('%s')".formatted(executed(first)),
            "STOP REPLICA");
        bank.databases().sql(Side.SOURCE, "INSERT INTO drafts VALUES (-7000, 'never got')");
        Await.that(() -> count(bank, "id = -7000") == 1);

        first.kill();
        address.leadTo(second.port());
        assertRefused("crossfade run", move.migration()::awaitEnd);
      }
      try (BankMove again = bank.move(bank.manifest("failed_over", ""), directory)) {
        assertRefused("crossfade abort", again.migration()::run);
        again.migration().abort();
      }
      assertThat(bank.databases().column(Side.SOURCE, "SHOW DATABASES LIKE 'crossfade'")).isEmpty();

      try (BankMove anew = bank.move(bank.manifest("failed_over_anew", ""), directory)) {
        try (BankClient client = bank.client(2)) {
          anew.migration().run();
          assertThat(anew.migration().cutover().decision()).isEqualTo(Decision.FLIP);
          client.awaitWritten(50);
        }
        assertThat(anew.migration().verify(false).clean()).isTrue();
        bank.assertKept();
        assertThat(count(bank, "id = -7000")).isZero();
      }
    }
  }

  private static void assertRefused(String next, ThrowingCallable process) {
    assertThatThrownBy(process)
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.SOURCE_REPLACED))
        .hasMessageContaining(next);
  }

  private static long count(Bank bank, String where) {
    try {
      return Long.parseLong(
          bank.databases().one(Side.TARGET, "SELECT count(*) FROM drafts WHERE " + where));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private EmbeddedMySql started(String name) {
    return EmbeddedMySql.start(MySqlVersion.MYSQL_8_0, directory.resolve(name), false);
  }

  private static String executed(EmbeddedMySql server) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT @@global.gtid_executed")) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  private static void execute(EmbeddedMySql server, String... statements) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        boolean _ = statement.execute(sql);
      }
    }
  }

  private static Connection connect(EmbeddedMySql server) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:" + server.port() + "/", server.user(), "");
  }
}

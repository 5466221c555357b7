package io.crossfade.engine;

import io.crossfade.mysqlservers.EmbeddedMySql;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.servers.Network;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// A server and its replica, which can take its place under one address. On MariaDB each commit
/// waits for the replica, for as long as there is one.
final class ReplicatedMySql implements AutoCloseable {
  private static final Map<String, String> SEMI_SYNC =
      Map.of(
          "log_slave_updates", "1",
          "rpl_semi_sync_master_enabled", "1",
          "rpl_semi_sync_slave_enabled", "1",
          "rpl_semi_sync_master_timeout", "2000",
          "rpl_semi_sync_master_wait_point", "AFTER_SYNC");

  private final boolean isMariaDb;
  private final EmbeddedMySql first;
  private final EmbeddedMySql second;
  private final Network address;

  private ReplicatedMySql(boolean isMariaDb, EmbeddedMySql first, EmbeddedMySql second) {
    this.isMariaDb = isMariaDb;
    this.first = first;
    this.second = second;
    this.address = Network.to(first.port());
  }

  static ReplicatedMySql start(MySqlVersion version, Path place) throws SQLException {
    CompletableFuture<EmbeddedMySql> other =
        CompletableFuture.supplyAsync(() -> started(version, place.resolve("second")));
    EmbeddedMySql first = started(version, place.resolve("first"));
    ReplicatedMySql servers = new ReplicatedMySql(version.isMariaDb(), first, other.join());
    execute(first, "RESET MASTER", "CREATE DATABASE bank");
    String how =
        version.isMariaDb()
            ? "MASTER_USE_GTID = slave_pos, MASTER_SSL = 0, MASTER_SSL_VERIFY_SERVER_CERT = 0"
            : "MASTER_AUTO_POSITION = 1, GET_MASTER_PUBLIC_KEY = 1";
    execute(
        servers.second,
        "RESET MASTER",
        "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = %d, MASTER_USER = 'root', %s"
            .formatted(first.port(), how),
        "START SLAVE");
    return servers;
  }

  private static EmbeddedMySql started(MySqlVersion version, Path place) {
    return EmbeddedMySql.start(
        version, place, false, version.isMariaDb() ? SEMI_SYNC : Map.<String, String>of());
  }

  /// Where a migration finds it, whichever of the two it is.
  String url() {
    return url(address.port());
  }

  /// Where nobody but replication has any business.
  String urlOfReplica() {
    return url(second.port());
  }

  private String url(int port) {
    return "jdbc:%s://127.0.0.1:%d/bank".formatted(isMariaDb ? "mariadb" : "mysql", port);
  }

  /// From now on the replica gets nothing more, and has all that was there.
  void cutReplicaOff() throws SQLException {
    String wait =
        isMariaDb
            ? "DO MASTER_GTID_WAIT('%s', 30)"
                .formatted(ask(first, "SELECT @@global.gtid_binlog_pos"))
            : "DO WAIT_FOR_EXECUTED_GTID_SET('%s', 30)"
                .formatted(ask(first, "SELECT @@global.gtid_executed"));
    execute(second, wait, "STOP SLAVE");
  }

  /// The first one dies.
  void failOver() {
    first.kill();
    address.leadTo(second.port());
  }

  /// As by mistake.
  void leadBack() {
    first.restart();
    address.leadTo(first.port());
  }

  private static String ask(EmbeddedMySql server, String query) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void execute(EmbeddedMySql server, String... statements) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Connection connect(EmbeddedMySql server) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:" + server.port() + "/", server.user(), "");
  }

  @Override
  public void close() {
    first.close();
    second.close();
    address.close();
  }
}

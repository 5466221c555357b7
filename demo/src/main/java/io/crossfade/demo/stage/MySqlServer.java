package io.crossfade.demo.stage;

import io.crossfade.mysqlservers.EmbeddedMySql;
import io.crossfade.mysqlservers.MySqlVersion;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.random.RandomGenerator;

/// MySQL or MariaDB, reached by MariaDB's driver.
record MySqlServer(EmbeddedMySql server, From from) implements StageServer {

  static MySqlServer start(From from, MySqlVersion version, Path place) throws SQLException {
    version
        .missing()
        .ifPresent(why -> {
          throw new IllegalStateException(why);
        });
    MySqlServer server = new MySqlServer(EmbeddedMySql.start(version, place, true), from);
    try (Connection connection = DriverManager.getConnection(server.jdbc(""));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + Stage.DATABASE + " CHARACTER SET utf8mb4");
    } catch (SQLException e) {
      server.close();
      throw e;
    }
    return server;
  }

  @Override
  public String name() {
    return from.title();
  }

  @Override
  public String url() {
    return jdbc(Stage.DATABASE);
  }

  private String jdbc(String database) {
    return "jdbc:mariadb://127.0.0.1:%d/%s?user=%s"
        .formatted(server.port(), database, server.user());
  }

  @Override
  public String address() {
    return server.jdbcUrl(Stage.DATABASE);
  }

  @Override
  public String shell(String first, String second) {
    return "%s -h 127.0.0.1 -P %d -u %s %s -e \"%s; %s\""
        .formatted(
            server.version().isMariaDb() ? "mariadb" : "mysql",
            server.port(),
            server.user(),
            Stage.DATABASE,
            first,
            second);
  }

  @Override
  public void kill() {
    server.kill();
  }

  @Override
  public void stop() {
    server.stop();
  }

  @Override
  public void freeze() {
    server.freeze();
  }

  @Override
  public void thaw() {
    server.thaw();
  }

  @Override
  public boolean hasManyProcesses() {
    return false;
  }

  @Override
  public void killOneProcess(RandomGenerator random) {
    throw new UnsupportedOperationException(name() + " has one process");
  }

  @Override
  public void restart() {
    server.restart();
  }

  @Override
  public void close() {
    server.close();
  }
}

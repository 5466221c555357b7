package io.crossfade.demo.stage;

import io.crossfade.servers.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.random.RandomGenerator;

/// @param schema in which the shop's application looks for its tables
record PostgresServer(EmbeddedPostgres server, String schema) implements StageServer {
  static final String USUAL_SCHEMA = "public";

  static PostgresServer start(int version, Path data, String schema) throws SQLException {
    PostgresServer server = new PostgresServer(EmbeddedPostgres.start(version, data, true), schema);
    try (Connection connection = DriverManager.getConnection(server.server.jdbcUrl("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + Stage.DATABASE);
    } catch (SQLException e) {
      server.close();
      throw e;
    }
    return server;
  }

  @Override
  public String name() {
    return "PostgreSQL " + server.majorVersion();
  }

  @Override
  public String url() {
    String url = server.jdbcUrl(Stage.DATABASE);
    return schema.equals(USUAL_SCHEMA) ? url : url + "&currentSchema=" + schema;
  }

  @Override
  public String address() {
    String url = server.jdbcUrl(Stage.DATABASE);
    return url.substring(0, url.indexOf('?'));
  }

  @Override
  public String shell(String first, String second) {
    String url = server.jdbcUrl(Stage.DATABASE).replaceFirst("^jdbc:", "");
    return "psql '%s' -c \"%s\" -c \"%s\"".formatted(url, first, second);
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
    return true;
  }

  @Override
  public void killOneProcess(RandomGenerator random) {
    server.killOneProcess(random);
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

package io.crossfade.bench;

import io.crossfade.connector.Endpoint;
import io.crossfade.model.Secret;
import io.crossfade.servers.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// One database of a server, as plain SQL and as others call it.
record Site(EmbeddedPostgres server, String database) {
  /// As our connector wants it.
  Endpoint endpoint() {
    return new Endpoint(server.jdbcUrl(database), server.user(), new Secret(""));
  }

  /// As PostgreSQL's own programs want it.
  String uri() {
    return "postgresql://" + server.user() + "@127.0.0.1:" + server.port() + "/" + database;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(database));
  }

  /// Each statement commits by itself.
  void sql(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  String one(String sql) throws SQLException {
    try (Connection connection = connect()) {
      return one(connection, sql);
    }
  }

  static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    }
  }
}

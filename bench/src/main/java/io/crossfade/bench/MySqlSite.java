package io.crossfade.bench;

import io.crossfade.connector.Endpoint;
import io.crossfade.model.Secret;
import io.crossfade.mysqlservers.EmbeddedMySql;
import io.crossfade.mysqlservers.MySqlVersion;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One database of a MariaDB server, as plain SQL and as others call it. Every commit is flushed.
record MySqlSite(EmbeddedMySql server, String database) implements AutoCloseable {
  private static final Map<String, String> SETTINGS =
      Map.of("innodb_buffer_pool_size", "512M", "innodb_log_file_size", "1G");

  static MySqlSite start(Path place, String database) throws SQLException {
    EmbeddedMySql server = EmbeddedMySql.start(MySqlVersion.MARIADB_11_4, place, true, SETTINGS);
    new MySqlSite(server, "mysql").sql("CREATE DATABASE " + database);
    return new MySqlSite(server, database);
  }

  /// As our connector wants it.
  Endpoint endpoint() {
    return new Endpoint(server.jdbcUrl(database), server.user(), new Secret(""));
  }

  /// As pgloader wants it.
  String uri() {
    return "mysql://" + server.user() + "@127.0.0.1:" + server.port() + "/" + database;
  }

  /// The client that comes with the server; whole rows at once would fill the memory.
  List<String> client(Peers peers, String sql) {
    return List.of(
        peers.program("mariadb"),
        "--host=127.0.0.1",
        "--port=" + server.port(),
        "--user=" + server.user(),
        "--skip-ssl",
        "--default-character-set=utf8mb4",
        "--quick",
        "--batch",
        "--skip-column-names",
        "--database=" + database,
        "--execute=" + sql);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(database), server.user(), "");
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

  /// A place in the log, by the server's own names.
  record Place(String file, long offset) {}

  /// Where the log ends.
  Place place() throws SQLException {
    String[] status = rows("SHOW MASTER STATUS").getFirst().split("\\|", -1);
    return new Place(status[0], Long.parseLong(status[1]));
  }

  /// How much of the log lies between two places.
  long bytes(Place from, Place to) throws SQLException {
    long bytes = to.offset() - from.offset();
    for (String file : rows("SHOW BINARY LOGS")) {
      String name = file.split("\\|", -1)[0];
      boolean between = name.compareTo(from.file()) >= 0 && name.compareTo(to.file()) < 0;
      bytes += between ? Long.parseLong(file.split("\\|", -1)[1]) : 0;
    }
    return bytes;
  }

  /// The rows of a query, their columns between bars.
  List<String> rows(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          columns.add(String.valueOf(row.getString(i)));
        }
        rows.add(String.join("|", columns));
      }
      return rows;
    }
  }

  @Override
  public void close() {
    server.close();
  }
}

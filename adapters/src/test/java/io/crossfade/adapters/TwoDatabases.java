package io.crossfade.adapters;

import io.crossfade.model.Side;
import io.crossfade.servers.EmbeddedPostgres;
import io.crossfade.servers.SharedPostgres;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The two sides, of the same name on two servers, with a table each for what is written through
/// the program.
public record TwoDatabases(String source, String target) {
  public static final String USER = "postgres";

  public static TwoDatabases make() throws SQLException {
    String source = SharedPostgres.newDatabase(16);
    String name = URI.create(source.substring("jdbc:".length())).getPath().substring(1);
    EmbeddedPostgres server = SharedPostgres.ofVersion(18);
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"))) {
      run(connection, "CREATE DATABASE " + name);
    }
    TwoDatabases two = new TwoDatabases(source, server.jdbcUrl(name));
    for (Side side : Side.values()) {
      try (Connection direct = two.direct(side)) {
        run(direct, "CREATE TABLE notes (id bigint)");
        run(
            direct,
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " RAISE 'fenced' USING ERRCODE = '25006'; END $$");
        run(
            direct,
            "CREATE TRIGGER fence BEFORE INSERT ON notes FOR EACH STATEMENT"
                + " EXECUTE FUNCTION refuse()");
        run(direct, "CREATE TABLE here AS SELECT '" + side + "' AS side");
      }
    }
    two.lift(Side.SOURCE);
    return two;
  }

  public Connection direct(Side side) throws SQLException {
    return DriverManager.getConnection(url(side));
  }

  /// From now on nobody writes there; whoever has begun to has ended.
  public void raise(Side side) throws SQLException {
    try (Connection direct = direct(side)) {
      run(direct, "ALTER TABLE notes ENABLE TRIGGER fence");
    }
  }

  public void lift(Side side) throws SQLException {
    try (Connection direct = direct(side)) {
      run(direct, "ALTER TABLE notes DISABLE TRIGGER fence");
    }
  }

  public int port(Side side) {
    return uri(side).getPort();
  }

  public String name(Side side) {
    return uri(side).getPath().substring(1);
  }

  private URI uri(Side side) {
    return URI.create(url(side).substring("jdbc:".length()));
  }

  private String url(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  public List<Long> notes(Side side) throws SQLException {
    List<Long> notes = new ArrayList<>();
    try (Connection direct = direct(side);
        Statement statement = direct.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM notes ORDER BY id")) {
      while (rows.next()) {
        notes.add(rows.getLong(1));
      }
    }
    return notes;
  }

  /// On which side this connection is.
  public static Side side(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT side FROM here")) {
      rows.next();
      return Side.valueOf(rows.getString(1));
    }
  }

  public static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

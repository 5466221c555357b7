package io.crossfade.e2e.clients;

import io.crossfade.client.ControlPlane;
import io.crossfade.client.CrossfadeConnection;
import io.crossfade.client.CrossfadeDataSource;
import io.crossfade.client.HttpRouteSource;
import io.crossfade.client.Router;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/// An application that does what its standard input says, a line of SQL each, in transactions that
/// the router begins and [#COMMIT] ends. It answers with the side on which it did so, or with the
/// SQLSTATE of a refusal, which ends the transaction.
final class ObedientClient {
  static final String NAME = "obedient";
  static final String COMMIT = "commit";

  private ObedientClient() {}

  /// @param args the file with the address of the routes, then the URLs of source and target
  public static void main(String[] args) throws Exception {
    HttpRouteSource routes =
        HttpRouteSource.open(ControlPlane.in(Path.of(args[0])), NAME, Duration.ofSeconds(10));
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Router router = new Router(routes);
        CrossfadeConnection connection =
            new CrossfadeDataSource(router, database(args[1]), database(args[2])).getConnection()) {
      connection.setAutoCommit(false);
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        System.out.println(obey(connection, order));
      }
    }
  }

  private static String obey(CrossfadeConnection connection, String order) throws SQLException {
    try {
      String side = connection.side().name();
      if (order.equals(COMMIT)) {
        connection.commit();
      } else {
        execute(connection, order);
      }
      return side;
    } catch (SQLException e) {
      connection.rollback();
      return e.getSQLState();
    }
  }

  private static void execute(CrossfadeConnection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean _ = statement.execute(sql);
    }
  }

  static PGSimpleDataSource database(String url) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(url);
    return database;
  }
}

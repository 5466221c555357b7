package io.crossfade.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

/// Compares a table by sums that both servers make at once: what one would write by hand.
record Md5Sums(MySqlSite source, Site target, String table) {
  boolean areEqual(long rows) throws SQLException {
    try (Connection here = source.connect();
        Connection there = target.connect()) {
      there.createStatement().execute("SET TimeZone = 'UTC'");
      here.createStatement().execute("SET time_zone = '+00:00'");
      boolean equal = true;
      for (long from = 0; from <= rows; from += Ours.CHUNK_ROWS) {
        String range = "id > %d AND id <= %d".formatted(from, from + Ours.CHUNK_ROWS);
        CompletableFuture<String> other =
            CompletableFuture.supplyAsync(
                () -> one(there, ComparedRows.sumOnPostgresql(table, range)));
        equal &= one(here, ComparedRows.sumOnMariaDb(table, range)).equals(other.join());
      }
      return equal;
    }
  }

  private static String one(Connection connection, String sql) {
    try (Statement statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

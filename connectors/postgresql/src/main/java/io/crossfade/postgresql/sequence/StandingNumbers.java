package io.crossfade.postgresql.sequence;

import io.crossfade.connector.Sequences.Last;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The numbers that stand in the rows, farthest along the way of each sequence. With an index on the
 * column that is one look at the index's end, without one it is the whole table.
 */
final class StandingNumbers {
  private static final String FARTHEST =
      """
      SELECT k.place, CASE WHEN s.seqincrement > 0 THEN 'max' ELSE 'min' END
      FROM unnest(?::text[], ?::text[]) WITH ORDINALITY k (table_name, column_name, place)
      JOIN pg_sequence s ON s.seqrelid = pg_get_serial_sequence(k.table_name, k.column_name)::regclass
      """;

  private StandingNumbers() {}

  /** In a transaction, whose further statements are then bounded too. */
  static List<Last> read(Connection connection, List<Last> numbered, Duration patience)
      throws SQLException {
    try {
      Transaction.execute(
          connection, "SET LOCAL statement_timeout = " + Math.max(1, patience.toMillis()));
      String query = query(connection, numbered);
      return query.isEmpty() ? List.of() : read(connection, numbered, query);
    } catch (SQLException e) {
      if (SqlState.isTimeout(e)) {
        throw tooSlow(numbered, patience, e);
      }
      throw e;
    }
  }

  private static String query(Connection connection, List<Last> numbered) throws SQLException {
    List<String> selects = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(FARTHEST)) {
      PostgresSequences.columns(connection, statement, 1, numbered);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          int place = row.getInt(1);
          Last column = numbered.get(place - 1);
          selects.add(
              "SELECT %d, %s(%s) FROM %s"
                  .formatted(
                      place,
                      row.getString(2),
                      Sql.quote(column.column()),
                      Sql.table(column.table())));
        }
      }
    }
    return String.join(" UNION ALL ", selects);
  }

  private static List<Last> read(Connection connection, List<Last> numbered, String query)
      throws SQLException {
    List<Last> standing = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        long value = row.getLong(2);
        if (!row.wasNull()) {
          Last column = numbered.get(row.getInt(1) - 1);
          standing.add(new Last(column.table(), column.column(), value));
        }
      }
    }
    return standing;
  }

  private static CrossfadeException tooSlow(
      List<Last> numbered, Duration patience, SQLException cause) {
    return new CrossfadeException(
        ErrorCode.DEADLINE_PASSED,
        "the highest numbers of "
            + numbered.stream()
                .map(l -> l.table() + "." + l.column())
                .collect(Collectors.joining(", "))
            + " could not be read within "
            + patience.toMillis()
            + " ms: without an index the whole table is read, and a lock on it is waited for",
        cause);
  }
}

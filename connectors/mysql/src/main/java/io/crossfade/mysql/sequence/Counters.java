package io.crossfade.mysql.sequence;

import io.crossfade.connector.Sequences.Last;
import io.crossfade.model.TableName;
import io.crossfade.mysql.session.Patience;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.session.Transaction;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** The counters behind columns with AUTO_INCREMENT: a table has one at most. */
final class Counters {
  /** A fresh table of MySQL tells no number. */
  private static final String FIND =
      """
      SELECT COALESCE(t.auto_increment, 1), c.column_type
      FROM information_schema.tables t JOIN information_schema.columns c
        ON c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.extra LIKE '%auto_increment%'
      WHERE t.table_schema = ? AND t.table_name = ?
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Connection connection;

  Counters(Connection connection) {
    this.connection = connection;
  }

  Optional<Counter> find(TableName table) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(FIND)) {
      query.setString(1, table.schema());
      query.setString(2, table.name());
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(new Counter(new BigInteger(row.getString(1)), row.getString(2)))
            : Optional.empty();
      }
    }
  }

  /**
   * The counter could be set back to just beyond the rows, so nobody may take a number between the
   * look and the change.
   */
  void leap(Last last, long gap) throws SQLException {
    Optional<Counter> there = find(last.table());
    if (there.isEmpty() || isBeyond(there.get(), last, gap)) {
      return;
    }
    new Patience(connection, PATIENCE)
        .run(
            "transactions that used " + last.table() + " had to end, so that its counter can leap",
            c -> {
              try {
                Transaction.execute(c, "LOCK TABLES " + Sql.table(last.table()) + " WRITE");
                Counter counter = find(last.table()).orElseThrow();
                if (!isBeyond(counter, last, gap)) {
                  BigInteger next = counter.after(last.value(), gap);
                  Transaction.execute(
                      c, "ALTER TABLE " + Sql.table(last.table()) + " AUTO_INCREMENT = " + next);
                }
              } finally {
                Transaction.execute(c, "UNLOCK TABLES");
              }
            });
  }

  private static boolean isBeyond(Counter counter, Last last, long gap) {
    return counter.after(last.value(), gap).equals(counter.next());
  }
}

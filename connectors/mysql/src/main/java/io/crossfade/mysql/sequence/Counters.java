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
import java.util.OptionalLong;

/** The counters behind columns with AUTO_INCREMENT: a table has one at most. */
final class Counters {
  /**
   * A fresh table of MySQL tells no number. By both names and without a join: anything else makes
   * MariaDB open every table that it has.
   */
  private static final String NEXT =
      "SELECT COALESCE(auto_increment, 1) FROM information_schema.tables"
          + " WHERE table_schema = ? AND table_name = ?";

  private static final String TYPE =
      "SELECT column_type FROM information_schema.columns"
          + " WHERE table_schema = ? AND table_name = ? AND extra LIKE '%auto_increment%'";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Connection connection;

  Counters(Connection connection) {
    this.connection = connection;
  }

  /** The last number given; empty where there is no such table. */
  OptionalLong last(TableName table) throws SQLException {
    Optional<String> next = one(NEXT, table);
    return next.isPresent()
        ? OptionalLong.of(Counter.last(new BigInteger(next.get())))
        : OptionalLong.empty();
  }

  private Optional<Counter> find(TableName table) throws SQLException {
    Optional<String> type = one(TYPE, table);
    return type.isPresent()
        ? one(NEXT, table).map(next -> new Counter(new BigInteger(next), type.get()))
        : Optional.empty();
  }

  private Optional<String> one(String sql, TableName table) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, table.schema());
      query.setString(2, table.name());
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
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

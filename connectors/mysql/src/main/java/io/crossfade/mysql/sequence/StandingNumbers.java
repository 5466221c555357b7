package io.crossfade.mysql.sequence;

import io.crossfade.connector.Sequences.Last;
import io.crossfade.model.Column;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Table;
import io.crossfade.mysql.session.Dialect;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.session.SqlState;
import io.crossfade.mysql.session.Transaction;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The numbers that stand in the rows: such a column is always the first one of some index. */
final class StandingNumbers {
  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private final Connection connection;
  private final Duration patience;

  StandingNumbers(Connection connection, Dialect dialect, Duration patience) throws SQLException {
    this.connection = connection;
    this.patience = patience;
    long millis = Math.max(1, patience.toMillis());
    String seconds = String.format(Locale.ROOT, "%.3f", millis / 1000.0);
    Transaction.execute(
        connection,
        dialect == Dialect.MYSQL
            ? "SET max_execution_time = " + millis
            : "SET max_statement_time = " + seconds);
    Transaction.execute(
        connection, "SET lock_wait_timeout = " + Math.max(1, Math.min(31_536_000, millis / 1000)));
  }

  List<Last> read(List<Table> tables) throws SQLException {
    List<Last> standing = new ArrayList<>();
    for (Table table : tables) {
      for (Column column : table.columns()) {
        if (column.identity()) {
          highest(table, column)
              .ifPresent(value -> standing.add(new Last(table.name(), column.name(), value)));
        }
      }
    }
    return standing;
  }

  private Optional<Long> highest(Table table, Column column) throws SQLException {
    String query = "SELECT MAX(" + Sql.quote(column.name()) + ") FROM " + Sql.table(table.name());
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return Optional.ofNullable(row.getBigDecimal(1)).map(v -> v.min(LONGEST).longValue());
    } catch (SQLException e) {
      if (SqlState.isTimeout(e)) {
        throw new CrossfadeException(
            ErrorCode.DEADLINE_PASSED,
            "the highest number of %s.%s could not be read within %d ms"
                .formatted(table.name(), column.name(), patience.toMillis()),
            e);
      }
      throw e;
    }
  }
}

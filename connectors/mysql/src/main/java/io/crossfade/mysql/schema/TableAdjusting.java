package io.crossfade.mysql.schema;

import io.crossfade.model.Column;
import io.crossfade.model.Table;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.session.SqlState;
import io.crossfade.mysql.session.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Changes a table that is there, as far as no row gets a value by it. */
public final class TableAdjusting {
  /** Who waits for a table lets nobody pass, so it waits for so long at a time. */
  private static final String LOCK_SECONDS = "SET lock_wait_timeout = 1";

  private static final int ATTEMPTS = 60;

  private final Connection connection;

  public TableAdjusting(Connection connection) {
    this.connection = connection;
  }

  public static Optional<String> whyNotAdded(Column column) {
    String value = column.defaultExpression();
    if (column.generated()) {
      return Optional.of("it is generated");
    }
    if (column.identity()) {
      return Optional.of("it numbers the rows, each with another number");
    }
    if (!column.nullable() && (value == null || !ColumnSpelling.isLiteral(value))) {
      return Optional.of("it must have a value, which may be another one in each row");
    }
    return Optional.empty();
  }

  public void adjust(Table wanted) throws SQLException {
    Optional<Table> there =
        TableReading.read(connection).stream()
            .filter(table -> table.name().equals(wanted.name()))
            .findFirst();
    if (there.isEmpty()) {
      return;
    }
    List<String> first = new ArrayList<>();
    List<String> then = new ArrayList<>();
    for (Column column : wanted.columns()) {
      if (there.get().has(column.name())) {
        changed(column, there.get().column(column.name())).ifPresent(first::add);
      } else {
        added(column, first, then);
      }
    }
    alter(wanted, first);
    alter(wanted, then);
  }

  private static Optional<String> changed(Column wanted, Column there) {
    if (there.generated() || there.identity() || wanted.identity() || wanted.generated()) {
      return Optional.empty();
    }
    boolean nullable = wanted.nullable() || there.nullable();
    boolean same =
        nullable == there.nullable()
            && Objects.equals(wanted.defaultExpression(), there.defaultExpression());
    return same
        ? Optional.empty()
        : Optional.of(
            modified(
                new Column(
                    wanted.name(),
                    there.type(),
                    nullable,
                    wanted.defaultExpression(),
                    false,
                    false,
                    there.kind())));
  }

  /** A default that is not the same for all rows is only for rows that are made from now on. */
  private static void added(Column column, List<String> first, List<String> then) {
    String value = column.defaultExpression();
    if (value == null || ColumnSpelling.isLiteral(value)) {
      first.add("ADD COLUMN " + TableMaking.column(column));
    } else {
      first.add("ADD COLUMN " + Sql.quote(column.name()) + " " + column.type() + " NULL");
      then.add(modified(column));
    }
  }

  private static String modified(Column column) {
    return "MODIFY COLUMN " + TableMaking.column(column);
  }

  private void alter(Table table, List<String> changes) throws SQLException {
    if (changes.isEmpty()) {
      return;
    }
    Transaction.execute(connection, LOCK_SECONDS);
    for (int attempt = 1; ; attempt++) {
      try {
        Transaction.execute(connection, TableFinishing.alterStatement(table, changes));
        return;
      } catch (SQLException e) {
        boolean clash = SqlState.isClash(e) || SqlState.isLockTimeout(e);
        if (!clash || attempt == ATTEMPTS) {
          throw e;
        }
        // Those who queued behind us go first.
        Transaction.execute(connection, "DO SLEEP(0.1)");
      }
    }
  }
}

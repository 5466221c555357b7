package io.crossfade.mysql.schema;

import io.crossfade.connector.Lease;
import io.crossfade.model.Column;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.session.Transaction;
import io.crossfade.mysql.workspace.MadeObjects;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes tables, with their databases. DDL commits by itself, so what is to be made is recorded
 * before, and the table says in its comment that it is ours: both from its first moment on.
 */
public final class TableMaking {
  private TableMaking() {}

  public static void create(Connection connection, Lease lease, List<Table> tables)
      throws SQLException {
    MadeObjects made = new MadeObjects(connection, lease);
    for (Table table : tables) {
      if (!made.isDatabaseThere(table.name().schema())) {
        made.record(MadeObjects.Kind.DATABASE, table.name().schema(), "", "");
        Transaction.execute(
            connection, "CREATE DATABASE IF NOT EXISTS " + Sql.quote(table.name().schema()));
      }
      if (!made.isTableThere(table.name())) {
        made.record(MadeObjects.Kind.TABLE, table.name().schema(), table.name().name(), "");
        String comment = " COMMENT = " + Sql.literal(MadeObjects.comment(lease.migration()));
        Transaction.execute(connection, statement(table, "IF NOT EXISTS ") + comment);
      }
    }
  }

  /** What {@code create} would run; for whoever wants to read it before. */
  static String statement(Table table) {
    return statement(table, "");
  }

  private static String statement(Table table, String condition) {
    String columns =
        table.columns().stream().map(TableMaking::column).collect(Collectors.joining(", "));
    String key = table.key().isEmpty() ? "" : ", PRIMARY KEY (" + Sql.columns(table.key()) + ")";
    String numbers = numbering(table).map(i -> ", " + TableFinishing.index(i)).orElse("");
    return "CREATE TABLE %s%s (%s%s%s) ENGINE = InnoDB"
        .formatted(condition, Sql.table(table.name()), columns, key, numbers);
  }

  /** The server numbers only a column with which an index begins. */
  static Optional<Index> numbering(Table table) {
    return table.columns().stream()
        .filter(Column::identity)
        .map(Column::name)
        .filter(name -> table.key().isEmpty() || !table.key().get(0).equals(name))
        .flatMap(name ->
            table.indexes().stream()
                .filter(i -> !i.columns().isEmpty() && i.columns().get(0).equals(name)))
        .findFirst();
  }

  static String column(Column column) {
    StringBuilder ddl = new StringBuilder(Sql.quote(column.name()) + " " + column.type());
    if (column.generated()) {
      // MariaDB takes no word on whether it may be empty.
      return ddl.append(" GENERATED ALWAYS AS ").append(column.defaultExpression()).toString();
    }
    ddl.append(column.nullable() ? " NULL" : " NOT NULL");
    String value = column.defaultExpression();
    if (column.identity()) {
      ddl.append(" AUTO_INCREMENT");
    } else if (value != null) {
      ddl.append(value.startsWith("on update ") ? " " : " DEFAULT ").append(value);
    }
    return ddl.toString();
  }
}

package io.crossfade.mysql.schema;

import io.crossfade.connector.NotCarried;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.mysql.session.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What hangs on the tables, or stands beside them in their databases, and is neither carried nor
 * refused. Changing it changes docs/mysql.md.
 */
public final class Remains {
  private static final String SCHEMA = "TABLE_SCHEMA";
  private static final String TABLE = "TABLE_NAME";

  private final Connection connection;
  private final Described described;
  private final Set<TableName> tables = new HashSet<>();
  private final Set<String> schemas = new HashSet<>();
  private final List<NotCarried> found = new ArrayList<>();

  private Remains(Connection connection, List<Table> tables) throws SQLException {
    this.connection = connection;
    this.described = new Described(connection);
    for (Table table : tables) {
      this.tables.add(table.name());
      this.schemas.add(table.name().schema());
    }
  }

  public static List<NotCarried> find(Connection connection, List<Table> tables)
      throws SQLException {
    Remains remains = new Remains(connection, tables);
    remains.ofTables();
    remains.ofColumns();
    remains.ofDatabases();
    remains.found.sort(Comparator.comparing(NotCarried::where).thenComparing(NotCarried::what));
    return remains.found;
  }

  private interface Words {
    NotCarried of(ResultSet row) throws SQLException;
  }

  private void ofTables() throws SQLException {
    each(
        "TRIGGER_NAME",
        "TRIGGERS WHERE {} AND TRIGGER_NAME NOT LIKE 'crossfade%'",
        "EVENT_OBJECT_SCHEMA",
        "EVENT_OBJECT_TABLE",
        row ->
            notCarried(
                "trigger " + row.getString(3),
                row,
                "it would act on the rows that Crossfade writes; make it there after `cleanup`, as SHOW CREATE TRIGGER "
                    + name(row)
                    + " shows it"));
    each(
        "PARTITION_METHOD, PARTITION_EXPRESSION, COUNT(*)",
        "PARTITIONS WHERE {} AND PARTITION_NAME IS NOT NULL GROUP BY TABLE_SCHEMA, TABLE_NAME, PARTITION_METHOD, PARTITION_EXPRESSION",
        SCHEMA,
        TABLE,
        row ->
            notCarried(
                row.getString(5)
                    + " partitions by "
                    + row.getString(3)
                    + " ("
                    + row.getString(4)
                    + ")",
                row,
                "it is one table there; make the empty table on the target yourself before, where it has to have them"));
    each(
        "CREATE_OPTIONS",
        "TABLES WHERE {} AND CREATE_OPTIONS NOT IN ('', 'partitioned')",
        SCHEMA,
        TABLE,
        row -> notCarried("storage setting", row, row.getString(3)));
    described.each(
        "CONSTRAINT_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME",
        "KEY_COLUMN_USAGE WHERE {} AND ORDINAL_POSITION = 1",
        SCHEMA,
        TABLE,
        (table, row) -> {
          TableName moves =
              new TableName(String.valueOf(row.getString(4)), String.valueOf(row.getString(5)));
          if (tables.contains(moves) && !tables.contains(table)) {
            found.add(
                new NotCarried(
                    "foreign key " + row.getString(3),
                    table.toString(),
                    "it refers to "
                        + moves
                        + ", which moves without it: after the cutover nothing enforces it"));
          }
        });
  }

  private void ofColumns() throws SQLException {
    each(
        "COLUMN_NAME",
        "COLUMNS WHERE {} AND EXTRA LIKE '%INVISIBLE%'",
        SCHEMA,
        TABLE,
        row ->
            notCarried(
                "invisibility of column " + row.getString(3),
                row,
                "SELECT * shows it there; after `cleanup`: ALTER TABLE ... to make it invisible"));
    switch (Dialect.of(connection)) {
      case MYSQL ->
          each(
              "CONSTRAINT_NAME",
              "TABLE_CONSTRAINTS WHERE {} AND CONSTRAINT_TYPE = 'CHECK' AND ENFORCED = 'NO'",
              SCHEMA,
              TABLE,
              row ->
                  notCarried(
                      "check " + row.getString(3),
                      row,
                      "it is not enforced, so the rows may break it"));
      case MARIADB -> {
        // it has no such checks
      }
    }
  }

  private void ofDatabases() throws SQLException {
    beside(
        "ROUTINE_NAME, ROUTINE_TYPE",
        "ROUTINES WHERE {}",
        "ROUTINE_SCHEMA",
        "ROUTINE_NAME",
        row -> row.getString(4).toLowerCase(Locale.ROOT) + " " + row.getString(3),
        "make it there, as SHOW CREATE FUNCTION or PROCEDURE shows it; a view that uses it is made after it");
    beside(
        "EVENT_NAME",
        "EVENTS WHERE {}",
        "EVENT_SCHEMA",
        "EVENT_NAME",
        row -> "event " + row.getString(3),
        "make it there after the cutover, as SHOW CREATE EVENT shows it: on both sides it would act twice");
    beside(
        "TABLE_NAME",
        "TABLES WHERE {} AND TABLE_TYPE = 'SEQUENCE'",
        SCHEMA,
        TABLE,
        row -> "sequence " + row.getString(3),
        "make it there, and set it at the cutover: SELECT SETVAL(...)");
    beside(
        "DEFINER",
        "VIEWS WHERE {} AND DEFINER <> CURRENT_USER()",
        SCHEMA,
        TABLE,
        row -> "definer " + row.getString(3) + " of the view " + row.getString(2),
        "the views that Crossfade makes belong to its user; after `cleanup`: ALTER DEFINER = ... VIEW");
    for (String schema : schemas.stream().sorted().toList()) {
      found.add(
          new NotCarried(
              "accounts and their rights",
              "database " + schema,
              "make them there, as SHOW GRANTS FOR ... shows them"));
    }
  }

  private void each(String columns, String from, String schema, String table, Words words)
      throws SQLException {
    described.each(
        columns,
        from,
        schema,
        table,
        (name, row) -> {
          if (tables.contains(name)) {
            found.add(words.of(row));
          }
        });
  }

  private interface What {
    String of(ResultSet row) throws SQLException;
  }

  private void beside(
      String columns, String from, String schema, String name, What what, String why)
      throws SQLException {
    described.each(
        columns,
        from,
        schema,
        name,
        (one, row) -> {
          if (schemas.contains(one.schema())) {
            found.add(new NotCarried(what.of(row), "database " + one.schema(), why));
          }
        });
  }

  private static String name(ResultSet row) throws SQLException {
    return row.getString(1) + "." + row.getString(2);
  }

  private static NotCarried notCarried(String what, ResultSet row, String why) throws SQLException {
    return new NotCarried(what, name(row), why);
  }
}

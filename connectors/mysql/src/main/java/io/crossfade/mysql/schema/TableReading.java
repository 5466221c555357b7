package io.crossfade.mysql.schema;

import io.crossfade.model.Check;
import io.crossfade.model.Column;
import io.crossfade.model.Constraint;
import io.crossfade.model.Definition;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.mysql.foreign.MySqlKinds;
import io.crossfade.mysql.session.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads all tables in a handful of queries, however many there are. */
public final class TableReading {
  /** Names in an expression; texts are passed over. */
  private static final Pattern NAMES =
      Pattern.compile("'(?:[^'\\\\]|''|\\\\.)*'|`((?:[^`]|``)+)`", Pattern.DOTALL);

  private static final String TABLES =
      "TABLES WHERE {} AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')";
  private static final String COLUMNS = "COLUMNS WHERE {} ORDER BY ORDINAL_POSITION";
  private static final String CHECKS = "CHECK_CONSTRAINTS WHERE {} ORDER BY CONSTRAINT_NAME";
  private static final String ENFORCED =
      "TABLE_CONSTRAINTS WHERE {} AND CONSTRAINT_TYPE = 'CHECK' AND ENFORCED = 'YES'";
  private static final String KEYS =
      "KEY_COLUMN_USAGE WHERE {} AND REFERENCED_TABLE_NAME IS NOT NULL ORDER BY CONSTRAINT_NAME, ORDINAL_POSITION";
  private static final String SCHEMA = "TABLE_SCHEMA";
  private static final String TABLE = "TABLE_NAME";

  private final Dialect dialect;
  private final Described described;
  private final Map<TableName, Parts> tables = new TreeMap<>();

  private static final class Parts {
    final List<Column> columns = new ArrayList<>();
    final List<Constraint> constraints = new ArrayList<>();
    final Set<String> json = new HashSet<>();
    final Map<String, List<String>> foreignColumns = new TreeMap<>();
    final Map<String, List<String>> referencedColumns = new TreeMap<>();
    final Map<String, TableName> references = new TreeMap<>();
    final Map<String, String> actions = new TreeMap<>();
    long estimatedRows;
  }

  private TableReading(Connection connection) throws SQLException {
    this.dialect = Dialect.of(connection);
    this.described = new Described(connection);
  }

  public static List<Table> read(Connection connection) throws SQLException {
    TableReading reading = new TableReading(connection);
    reading.described.each("TABLE_ROWS", TABLES, SCHEMA, TABLE, reading::table);
    reading.checks();
    reading.columns();
    reading.foreignKeys();
    IndexReading indexes = IndexReading.read(connection, reading.described);
    List<Table> tables = new ArrayList<>();
    reading.tables.forEach((name, parts) -> tables.add(table(name, parts, indexes)));
    return tables;
  }

  private static Table table(TableName name, Parts parts, IndexReading indexes) {
    parts.foreignColumns.forEach((key, columns) ->
        parts.constraints.add(
            new ForeignKey(
                key,
                columns,
                parts.references.getOrDefault(key, name),
                parts.referencedColumns.getOrDefault(key, List.of()),
                parts.actions.getOrDefault(key, ""))));
    Set<String> nullable = new HashSet<>();
    parts.columns.stream().filter(Column::nullable).forEach(c -> nullable.add(c.name()));
    IndexReading.Found found = indexes.of(name, nullable);
    return new Table(
        name, parts.columns, found.key(), found.indexes(), parts.constraints, parts.estimatedRows);
  }

  private void table(TableName name, ResultSet row) throws SQLException {
    tables.computeIfAbsent(name, n -> new Parts()).estimatedRows = row.getLong(3);
  }

  /** Views have columns too. */
  private @Nullable Parts parts(TableName name) {
    return tables.get(name);
  }

  private void columns() throws SQLException {
    described.each(
        "COLUMN_NAME, COLUMN_TYPE, COLLATION_NAME, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, GENERATION_EXPRESSION",
        COLUMNS,
        SCHEMA,
        TABLE,
        (name, row) -> {
          Parts parts = parts(name);
          if (parts != null) {
            parts.columns.add(column(parts, row));
          }
        });
  }

  private Column column(Parts parts, ResultSet row) throws SQLException {
    String name = row.getString(3);
    String type =
        parts.json.contains(name)
            ? "json"
            : ColumnSpelling.type(row.getString(4), row.getString(5));
    String extra = row.getString(8);
    boolean generated = extra.contains(" GENERATED");
    boolean numbered = extra.contains("auto_increment");
    return new Column(
        name,
        type,
        row.getString(6).equals("YES"),
        generated
            ? ColumnSpelling.generated(dialect, row.getString(9), extra)
            : numbered
                ? null
                : ColumnSpelling.defaultExpression(dialect, type, row.getString(7), extra),
        numbered,
        generated,
        MySqlKinds.of(type));
  }

  private void checks() throws SQLException {
    switch (dialect) {
      case MYSQL -> checksOfMySql();
      case MARIADB ->
          described.each(
              "CONSTRAINT_NAME, CHECK_CLAUSE",
              CHECKS,
              "CONSTRAINT_SCHEMA",
              TABLE,
              (name, row) -> check(name, row.getString(3), row.getString(4)));
    }
  }

  /**
   * There the conditions do not say of which table they are; in a database no two have one name.
   */
  private void checksOfMySql() throws SQLException {
    Map<TableName, TableName> tableOf = new HashMap<>();
    described.each(
        "CONSTRAINT_NAME",
        ENFORCED,
        SCHEMA,
        TABLE,
        (name, row) -> tableOf.put(new TableName(name.schema(), row.getString(3)), name));
    described.each(
        "CHECK_CLAUSE",
        CHECKS,
        "CONSTRAINT_SCHEMA",
        "CONSTRAINT_NAME",
        (name, row) -> {
          TableName table = tableOf.get(name);
          if (table != null) {
            check(table, name.name(), ColumnSpelling.plain(row.getString(3)));
          }
        });
  }

  /** MariaDB knows no JSON but as a text with such a check, which is made with the type. */
  private void check(TableName table, String name, String clause) {
    Parts parts = parts(table);
    if (parts == null) {
      return;
    }
    List<String> columns = names(clause);
    if (dialect == Dialect.MARIADB
        && columns.equals(List.of(name))
        && clause.startsWith("json_valid(`")) {
      parts.json.add(name);
    } else {
      parts.constraints.add(new Check(name, new Definition(clause, columns), true));
    }
  }

  /** The columns that an expression names. */
  static List<String> names(String expression) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = NAMES.matcher(expression);
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        names.add(matcher.group(1).replace("``", "`"));
      }
    }
    return List.copyOf(names);
  }

  private void foreignKeys() throws SQLException {
    described.each(
        "CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME",
        KEYS,
        SCHEMA,
        TABLE,
        (name, row) -> {
          Parts parts = parts(name);
          if (parts != null) {
            String key = row.getString(3);
            parts.foreignColumns.computeIfAbsent(key, k -> new ArrayList<>()).add(row.getString(4));
            parts.references.put(key, new TableName(row.getString(5), row.getString(6)));
            parts
                .referencedColumns
                .computeIfAbsent(key, k -> new ArrayList<>())
                .add(row.getString(7));
          }
        });
    described.each(
        "CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE",
        "REFERENTIAL_CONSTRAINTS WHERE {}",
        "CONSTRAINT_SCHEMA",
        TABLE,
        (name, row) -> {
          Parts parts = parts(name);
          if (parts != null) {
            parts.actions.put(
                row.getString(3),
                (rule("UPDATE", row.getString(4)) + rule("DELETE", row.getString(5))).strip());
          }
        });
  }

  /** The two words for refusing are one to InnoDB, and the servers tell another one by default. */
  private static String rule(String when, String rule) {
    return rule.equals("RESTRICT") || rule.equals("NO ACTION")
        ? ""
        : "ON " + when + " " + rule + " ";
  }
}

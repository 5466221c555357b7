package io.crossfade.demo.judge;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Compares each table of two databases as a whole: how many rows it has, and a sum over all of
/// them as the server prints them. It shares nothing with the engine, and needs to know nothing of
/// the tables. What a server computes by itself is left out: another version may do it otherwise.
public final class WholeTables {
  private static final String TABLES =
      """
      SELECT c.oid::regclass, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      WHERE c.relkind IN ('r', 'm') AND n.nspname !~ '^pg_'
        AND n.nspname NOT IN ('information_schema', 'crossfade')
      GROUP BY c.oid ORDER BY 1::text
      """;
  private static final String SUM =
      "SELECT count(*), sum(('x' || md5(ROW(%s)::text))::bit(64)::bigint::numeric) FROM %s";

  private final String source;
  private final String target;

  /// @param source JDBC URL of the source
  /// @param target JDBC URL of the target
  public WholeTables(String source, String target) {
    this.source = source;
    this.target = target;
  }

  /// To be called when nobody writes any more and everything is applied.
  public DumpVerdict compare() throws SQLException {
    long rows = 0;
    List<String> differences = new ArrayList<>();
    try (Dump left = new Dump(source);
        Dump right = new Dump(target)) {
      for (Table table : tables()) {
        String old = sum(left, table);
        String fresh = sum(right, table);
        rows += Long.parseLong(old.substring(0, old.indexOf('\t')));
        if (!old.equals(fresh)) {
          differences.add("%s: %s <> %s (rows, sum)".formatted(table.name(), old, fresh));
        }
      }
    }
    return new DumpVerdict(rows, differences);
  }

  /// @param columns that are not computed, in one order on both sides
  private record Table(String name, String columns) {}

  private List<Table> tables() throws SQLException {
    List<Table> tables = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(source);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(TABLES)) {
      while (row.next()) {
        tables.add(new Table(row.getString(1), row.getString(2)));
      }
    }
    return tables;
  }

  private static String sum(Dump dump, Table table) throws SQLException {
    dump.begin(SUM.formatted(table.columns(), table.name()));
    byte[] row = dump.next();
    dump.next();
    return row == null ? "none" : new String(row, StandardCharsets.UTF_8).strip();
  }
}

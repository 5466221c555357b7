package io.crossfade.postgresql.sequence;

import io.crossfade.connector.Lease;
import io.crossfade.connector.Sequences;
import io.crossfade.model.Column;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.lease.Leases;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Identity and serial columns, through the sequences behind them, and sequences of no column. */
public final class PostgresSequences implements Sequences {
  /**
   * Gives the query that asks the sequences themselves. {@code pg_sequence_last_value} knows
   * nothing of a number that {@code setval} or {@code RESTART} has set to come next.
   */
  private static final String READ =
      """
      SELECT string_agg(format('SELECT %s, last_value FROM %s', k.place, k.seq), ' UNION ALL ')
      FROM (SELECT place, CASE column_name WHEN '' THEN to_regclass(table_name)::text ELSE pg_get_serial_sequence(table_name, column_name) END AS seq
            FROM unnest(?::text[], ?::text[]) WITH ORDINALITY u (table_name, column_name, place)) k
      WHERE k.seq IS NOT NULL
      """;

  /**
   * Never back: who leaps twice leaps further. And never out of the sequence's own bounds, which
   * would be an error.
   */
  private static final String LEAP =
      """
      SELECT setval(q.seq, least(s.seqmax, greatest(s.seqmin, CASE WHEN s.seqincrement > 0
          THEN greatest(pg_sequence_last_value(q.seq), q.value + CASE WHEN q.value <= s.seqmax - q.gap THEN q.gap ELSE 0 END)
          ELSE least(pg_sequence_last_value(q.seq), q.value - CASE WHEN q.value >= s.seqmin + q.gap THEN q.gap ELSE 0 END)
        END)))
      FROM (SELECT CASE k.column_name WHEN '' THEN to_regclass(k.table_name) ELSE pg_get_serial_sequence(k.table_name, k.column_name)::regclass END AS seq, k.value, ?::bigint AS gap
            FROM unnest(?::text[], ?::text[], ?::bigint[]) k (table_name, column_name, value)) q
      JOIN pg_sequence s ON s.seqrelid = q.seq
      """;

  /**
   * Sequences of no column, in the schemas of some tables and wherever a default of theirs takes
   * numbers from. Who may not use one cannot move it; preflight says so.
   */
  private static final String ALONE =
      """
      WITH t AS (SELECT c.oid, c.relnamespace FROM unnest(?::text[]) u (name) JOIN pg_class c ON c.oid = to_regclass(u.name))
      SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'S' AND (c.relnamespace IN (SELECT relnamespace FROM t)
          OR EXISTS (SELECT FROM pg_depend p JOIN pg_attrdef d ON d.oid = p.objid WHERE p.classid = 'pg_attrdef'::regclass
            AND p.refclassid = 'pg_class'::regclass AND p.refobjid = c.oid AND d.adrelid IN (SELECT oid FROM t)))
        AND CASE c.relkind WHEN 'S' THEN has_sequence_privilege(c.oid, 'SELECT') AND has_sequence_privilege(c.oid, 'UPDATE') END
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
          AND (d.deptype = 'e' OR d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')))
      ORDER BY 1, 2
      """;

  private final Sessions sessions;

  public PostgresSequences(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public List<Last> read(List<Table> tables) {
    List<Last> numbered = numbered(tables);
    return sessions.call(
        "sequences",
        "read the sequences",
        c -> {
          numbered.addAll(alone(c, tables));
          return read(c, numbered);
        });
  }

  private static List<Last> alone(Connection connection, List<Table> tables) throws SQLException {
    List<Last> alone = new ArrayList<>();
    Object[] names = tables.stream().map(table -> Sql.table(table.name())).toArray();
    try (PreparedStatement statement = connection.prepareStatement(ALONE)) {
      statement.setArray(1, connection.createArrayOf("text", names));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          alone.add(Last.alone(new TableName(row.getString(1), row.getString(2)), 0));
        }
      }
    }
    return alone;
  }

  /** With any value. */
  private static List<Last> numbered(List<Table> tables) {
    List<Last> numbered = new ArrayList<>();
    for (Table table : tables) {
      for (Column column : table.columns()) {
        if (column.identity()) {
          numbered.add(new Last(table.name(), column.name(), 0));
        }
      }
    }
    return numbered;
  }

  private static List<Last> read(Connection connection, List<Last> numbered) throws SQLException {
    List<Last> lasts = new ArrayList<>();
    String query = query(connection, numbered);
    if (query == null) {
      return lasts;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        Last column = numbered.get(row.getInt(1) - 1);
        lasts.add(new Last(column.table(), column.column(), row.getLong(2)));
      }
    }
    return lasts;
  }

  private static @Nullable String query(Connection connection, List<Last> numbered)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      columns(connection, statement, 1, numbered);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  @Override
  public List<Last> highest(List<Table> tables, Duration patience) {
    List<Last> numbered = numbered(tables);
    return Transaction.run(
        sessions,
        "sequences",
        "read the highest numbers",
        connection -> StandingNumbers.read(connection, numbered, patience));
  }

  @Override
  public void leap(Lease lease, List<Last> lasts, long gap) {
    Transaction.run(
        sessions,
        lease.migration() + "/sequences",
        "move the sequences",
        connection -> {
          Leases.require(connection, lease);
          // What is set to come next counts as given, so that the leap does not go back there.
          leap(connection, read(connection, lasts), 0);
          leap(connection, lasts, gap);
          return lasts;
        });
  }

  private static void leap(Connection connection, List<Last> lasts, long gap) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LEAP)) {
      statement.setLong(1, gap);
      columns(connection, statement, 2, lasts);
      Object[] values = lasts.stream().map(Last::value).toArray();
      statement.setArray(4, connection.createArrayOf("bigint", values));
      statement.executeQuery().close();
    }
  }

  /** Two parameters, from this one on: the tables and their columns. */
  static void columns(
      Connection connection, PreparedStatement statement, int first, List<Last> columns)
      throws SQLException {
    Object[] tables = columns.stream().map(l -> Sql.table(l.table())).toArray();
    Object[] names = columns.stream().map(Last::column).toArray();
    statement.setArray(first, connection.createArrayOf("text", tables));
    statement.setArray(first + 1, connection.createArrayOf("text", names));
  }
}

package io.crossfade.postgresql.workspace;

import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was made on this database for which migration: its table {@code made}. By the server's own
 * numbers rather than by names: what somebody has made in the place of something of ours is his.
 */
public final class MadeObjects {
  /** A transaction needs a lock for each; see {@link io.crossfade.postgresql.session.Slices}. */
  private static final int TOGETHER = 100;

  private static final String ADD =
      """
      INSERT INTO crossfade.made (migration, class, object)
      SELECT ?, f.class::oid, f.object::oid FROM (%s) f (class, object) WHERE f.object IS NOT NULL
      ON CONFLICT DO NOTHING
      """;

  /** Gives the number in the record, and the statement that drops it; none for what is gone. */
  private static final String STATEMENT =
      """
      SELECT m.number, CASE WHEN i.identity IS NULL THEN NULL
        WHEN i.type = 'table constraint'
          THEN (SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname) FROM pg_constraint k WHERE k.oid = m.object)
        WHEN i.type <> 'schema' OR NOT EXISTS (SELECT FROM pg_depend d WHERE d.refclassid = m.class AND d.refobjid = m.object AND d.classid <> 'pg_default_acl'::regclass)
          THEN format('DROP %s %s', CASE i.type WHEN 'composite type' THEN 'TYPE' WHEN 'statistics object' THEN 'STATISTICS' ELSE upper(i.type) END, i.identity)
        END
      """;

  /** Nothing stands on what is newest. A schema that others use by now is left to them. */
  private static final String NEWEST =
      STATEMENT
          + """
          FROM (SELECT * FROM crossfade.made WHERE migration = ? ORDER BY number DESC LIMIT 1) m
          CROSS JOIN LATERAL pg_identify_object(m.class, m.object, 0) i
          """;

  /** Of what was made, the table itself and all that needs it; newest first. */
  private static final String NEEDS_TABLE =
      STATEMENT
          + """
          FROM (WITH RECURSIVE d AS (SELECT m.class, m.object FROM crossfade.made m
                WHERE m.migration = ? AND m.class = 'pg_class'::regclass AND m.object = to_regclass(?)
              UNION SELECT x.class, x.object FROM d JOIN pg_depend p ON p.refclassid = d.class AND p.refobjid = d.object
                LEFT JOIN pg_rewrite r ON p.classid = 'pg_rewrite'::regclass AND r.oid = p.objid
                CROSS JOIN LATERAL (VALUES (p.classid, p.objid), ('pg_class'::regclass::oid, r.ev_class)) x (class, object)
                WHERE x.object IS NOT NULL)
            SELECT m.* FROM crossfade.made m JOIN d USING (class, object) WHERE m.migration = ?) m
          CROSS JOIN LATERAL pg_identify_object(m.class, m.object, 0) i ORDER BY m.number DESC
          """;

  private static final String IS_THERE =
      "SELECT FROM pg_class WHERE oid = to_regclass('crossfade.made')";

  private static final String FORGET = "DELETE FROM crossfade.made WHERE number = ?";

  private MadeObjects() {}

  /**
   * In the transaction that has made it.
   *
   * @param sql gives catalog and number, with the further parameters
   */
  public static void add(Connection connection, String migration, String sql, String... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ADD.formatted(sql))) {
      statement.setString(1, migration);
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 2, parameters[i]);
      }
      statement.executeUpdate();
    }
  }

  /** Takes all of it away again. Repeatable. */
  public static void drop(Sessions sessions, String migration) {
    while (Transaction.run(
        sessions,
        migration + "/remove",
        "drop what was made",
        connection -> drop(connection, migration))) {
      // the next part
    }
  }

  /** Takes one table away again, if it was made, and what was made and needs it. */
  public static void drop(Connection connection, String migration, String quotedTable)
      throws SQLException {
    Map<Long, String> statements = new LinkedHashMap<>();
    try (PreparedStatement query = connection.prepareStatement(NEEDS_TABLE)) {
      query.setString(1, migration);
      query.setString(2, quotedTable);
      query.setString(3, migration);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          statements.put(row.getLong(1), row.getString(2));
        }
      }
    }
    for (Map.Entry<Long, String> made : statements.entrySet()) {
      Transaction.execute(connection, made.getValue());
      forget(connection, made.getKey());
    }
  }

  /** Whether there may be more. */
  private static boolean drop(Connection connection, String migration) throws SQLException {
    if (!isThere(connection)) {
      return false;
    }
    for (int i = 0; i < TOGETHER; i++) {
      if (!dropNewest(connection, migration)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isThere(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(IS_THERE);
        ResultSet row = query.executeQuery()) {
      return row.next();
    }
  }

  private static boolean dropNewest(Connection connection, String migration) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(NEWEST)) {
      query.setString(1, migration);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return false;
        }
        if (row.getString(2) != null) {
          Transaction.execute(connection, row.getString(2));
        }
        forget(connection, row.getLong(1));
        return true;
      }
    }
  }

  private static void forget(Connection connection, long number) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
      statement.setLong(1, number);
      statement.executeUpdate();
    }
  }
}

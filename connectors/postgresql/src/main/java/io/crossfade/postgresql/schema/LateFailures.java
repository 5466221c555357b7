package io.crossfade.postgresql.schema;

import io.crossfade.connector.Problem;
import io.crossfade.model.Table;
import io.crossfade.postgresql.session.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What would only be noticed hours later: when the fence is raised, when the indexes are built, or
 * by the first query on the other side.
 */
final class LateFailures {
  /** Parameter: the tables' names, quoted. Gives table, what is wrong, what mends it. */
  private static final String QUERY =
      """
      WITH t AS (SELECT c.* FROM pg_class c WHERE c.oid IN (SELECT to_regclass(n) FROM unnest(?::text[]) n))
      SELECT oid::regclass::text, format('it belongs to the role %I, so that we cannot fence it', relowner::regrole),
        format('GRANT %I TO %I', relowner::regrole, current_user) FROM t WHERE NOT pg_has_role(relowner, 'USAGE')
      UNION ALL SELECT t.oid::regclass::text,
        format('column %I has a collation of its own, which is not carried yet', a.attname),
        format('ALTER TABLE %s ALTER %I TYPE %s COLLATE "default"', t.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod))
        FROM t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_type y ON y.oid = a.atttypid WHERE a.attcollation <> y.typcollation
      UNION ALL SELECT t.oid::regclass::text,
        format('column %I takes its default from a sequence that it does not own', a.attname),
        format('ALTER SEQUENCE ... OWNED BY %s.%I', t.oid::regclass, a.attname)
        FROM t JOIN pg_attrdef d ON d.adrelid = t.oid
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.adnum AND a.attgenerated = ''
        WHERE pg_get_expr(d.adbin, d.adrelid) LIKE '%nextval(%'
          AND pg_get_serial_sequence(t.oid::regclass::text, a.attname) IS NULL
      UNION ALL SELECT t.oid::regclass::text,
        format('the rows that are there were never checked against the foreign key %I', f.conname),
        format('ALTER TABLE %s VALIDATE CONSTRAINT %I', t.oid::regclass, f.conname)
        FROM t JOIN pg_constraint f ON f.conrelid = t.oid WHERE f.contype = 'f' AND NOT f.convalidated
      UNION ALL SELECT 'database ' || datname, 'its encoding is ' || pg_encoding_to_char(encoding),
        'only UTF8 is carried yet' FROM pg_database
        WHERE datname = current_database() AND pg_encoding_to_char(encoding) <> 'UTF8'
      """;

  private LateFailures() {}

  static List<Problem> find(Connection connection, List<Table> tables) throws SQLException {
    List<Problem> problems = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(QUERY)) {
      Object[] names = tables.stream().map(t -> Sql.table(t.name())).toArray();
      query.setArray(1, connection.createArrayOf("text", names));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          problems.add(new Problem(row.getString(2), row.getString(1), row.getString(3)));
        }
      }
    }
    return problems;
  }
}

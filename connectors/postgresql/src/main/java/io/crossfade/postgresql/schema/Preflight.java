package io.crossfade.postgresql.schema;

import io.crossfade.connector.Problem;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.postgresql.preflight.AskedTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What would stop a migration on this server, each with the command that mends it. */
final class Preflight {
  private static final int OLDEST_VERSION = 150_000;

  private static final String SERVER =
      """
      SELECT current_setting('server_version_num')::int,
        current_setting('wal_level'),
        pg_is_in_recovery(),
        current_setting('max_replication_slots')::int - (SELECT count(*) FROM pg_replication_slots),
        current_setting('max_wal_senders')::int - (SELECT count(*) FROM pg_stat_replication),
        (SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user)
          OR EXISTS (SELECT FROM pg_roles WHERE rolname = 'rds_replication' AND pg_has_role(oid, 'MEMBER')),
        quote_ident(current_user),
        has_database_privilege(current_database(), 'CREATE'),
        (SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()),
        current_setting('synchronous_standby_names') ~ '(^|[\\s,(])("?)[*]\\2($|[\\s,)])',
        quote_ident(current_database())
      """;

  /** Gives table, what is wrong, what mends it. */
  private static final String TABLES =
      """
      SELECT oid::regclass::text, 'it inherits from a table, or another one from it, which is not carried: a query of the one shows rows of the other',
        'exclude it; or make partitions of the heirs (ALTER TABLE ... NO INHERIT, then ATTACH PARTITION), which are carried'
        FROM t WHERE relkind = 'r' AND EXISTS (SELECT FROM pg_inherits i WHERE t.oid IN (i.inhrelid, i.inhparent))
      UNION ALL SELECT p.whole::regclass::text, format('its partition %s is not logged, so its changes cannot be followed', p.oid::regclass),
        format('ALTER TABLE %s SET LOGGED', p.oid::regclass) FROM p WHERE p.relpersistence <> 'p'
      UNION ALL SELECT oid::regclass::text, 'it is not logged, so its changes cannot be followed',
        format('ALTER TABLE %s SET LOGGED', oid::regclass) FROM t WHERE relpersistence <> 'p'
      UNION ALL SELECT t.oid::regclass::text, format('the unique constraint %s is deferrable, which is not carried yet', i.indexrelid::regclass),
        'exclude the table, or drop the constraint' FROM t JOIN pg_index i ON i.indrelid = t.oid
        WHERE i.indisunique AND NOT i.indisprimary AND NOT i.indimmediate
      UNION ALL SELECT t.oid::regclass::text, format('the constraint %s excludes rows that overlap, or are alike, which is not carried yet', i.indexrelid::regclass),
        'exclude the table, or drop the constraint' FROM t JOIN pg_index i ON i.indrelid = t.oid WHERE i.indisexclusion
      """;

  private final Connection connection;
  private final String server;
  private final Side side;
  private final List<Table> tables;
  private final List<Problem> problems = new ArrayList<>();

  Preflight(Connection connection, String server, Side side, List<Table> tables) {
    this.connection = connection;
    this.server = server;
    this.side = side;
    this.tables = tables;
  }

  /**
   * @param followed whether its log is to be followed
   */
  List<Problem> problems(boolean followed) throws SQLException {
    server(followed);
    problems.addAll(SchemaRights.missing(connection, side, tables));
    problems.addAll(LateFailures.find(connection, tables));
    problems.addAll(KeyProblems.find(connection, side, tables));
    if (side == Side.SOURCE) {
      problems.addAll(AskedTables.problems(connection, tables, TABLES));
    } else {
      problems.addAll(new TargetFit(connection, tables).problems());
    }
    return problems;
  }

  private void server(boolean followed) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SERVER);
        ResultSet row = statement.executeQuery()) {
      row.next();
      unless(
          row.getInt(1) >= OLDEST_VERSION,
          "the server is older than PostgreSQL 15",
          "upgrade it, or use pg_dump for this step of its life");
      unless(!row.getBoolean(3), "it is a standby", "give the URL of the primary");
      unless(
          row.getBoolean(8),
          "our role may not create a schema",
          "GRANT CREATE ON DATABASE " + row.getString(11) + " TO " + row.getString(7));
      unless(
          row.getInt(9) == 0,
          row.getInt(9) + " prepared transactions are open and may hold rows back for ever",
          "COMMIT PREPARED or ROLLBACK PREPARED each; see pg_prepared_xacts");
      if (followed) {
        log(row);
      }
    }
  }

  private void log(ResultSet row) throws SQLException {
    unless(
        row.getString(2).equals("logical"),
        "wal_level is " + row.getString(2) + ", so changes cannot be followed",
        "ALTER SYSTEM SET wal_level = 'logical', then restart the server");
    unless(
        row.getInt(4) > 0,
        "no replication slot is free",
        "ALTER SYSTEM SET max_replication_slots to more, then restart the server");
    unless(
        row.getInt(5) > 0,
        "no WAL sender is free",
        "ALTER SYSTEM SET max_wal_senders to more, then restart the server");
    unless(
        row.getBoolean(6),
        "our role may not replicate",
        "ALTER ROLE " + row.getString(7) + " REPLICATION");
    unless(
        !row.getBoolean(10),
        "synchronous_standby_names has a '*', which would select our stream too: commits would wait for it",
        "name your standbys there, by their application_name, then SELECT pg_reload_conf()");
  }

  private void unless(boolean fine, String what, String mend) {
    if (!fine) {
      problems.add(new Problem(what, "the " + side + " " + server, mend));
    }
  }
}

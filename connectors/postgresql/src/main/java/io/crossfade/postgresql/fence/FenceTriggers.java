package io.crossfade.postgresql.fence;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The triggers that make the fence. Each carries the number of its raising; it refuses until {@code
 * crossfade.fence} says, visibly to the refused transaction, that this raising was lifted.
 *
 * <p>So lifting is the update of one row, which waits for nobody, while raising makes triggers with
 * a new number under a lock. A transaction with an old snapshot errs on the safe side both ways:
 * triggers are looked up without a snapshot, so a new raising is seen at once, and an old snapshot
 * cannot show that a new number was lifted, for numbers never come again, not even in a later
 * migration of the same name.
 */
public final class FenceTriggers {
  private static final Duration DROP_PATIENCE = Duration.ofMinutes(1);

  /** Made with the workspace, under its lock: two at once cannot replace a function. */
  public static final String FUNCTION =
      """
      CREATE OR REPLACE FUNCTION crossfade.refuse_writes() RETURNS trigger LANGUAGE plpgsql
      SET search_path = pg_catalog AS $$
      BEGIN
        IF current_setting('crossfade.pass', true) = TG_ARGV[0] THEN
          RETURN NULL;
        END IF;
        IF EXISTS (SELECT FROM crossfade.fence f
                   WHERE f.migration = TG_ARGV[0] AND f.lifted >= TG_ARGV[1]::bigint) THEN
          RETURN NULL;
        END IF;
        RAISE EXCEPTION USING ERRCODE = '25006',
          MESSAGE = format('%I.%I is closed for writes: migration %s is moving it to another database',
            TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_ARGV[0]),
          HINT = 'Run the transaction again through the router; what is written here now would be lost.';
      END $$;
      """;

  private static final String OF_MIGRATION =
      """
      SELECT n.nspname, c.relname
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE t.tgname = ? AND t.tgfoid = (
        SELECT p.oid FROM pg_proc p WHERE p.proname = 'refuse_writes'
          AND p.pronamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'crossfade'))
      ORDER BY 1, 2
      """;

  /** A table with its partitions, which are locked with it. */
  private static final String WITH_PARTITIONS =
      """
      WITH RECURSIVE tree AS (SELECT unnest(?::text[]::regclass[])::oid AS oid
        UNION SELECT i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.oid)
      SELECT n.nspname, c.relname FROM tree JOIN pg_class c ON c.oid = tree.oid JOIN pg_namespace n ON n.oid = c.relnamespace ORDER BY 1, 2
      """;

  private FenceTriggers() {}

  /**
   * The tilde makes it the last BEFORE trigger, so that it refuses what other triggers have done
   * too.
   */
  static String name(String migration) {
    String name = "~crossfade_fence_" + migration;
    return name.length() <= 60
        ? name
        : name.substring(0, 50) + "_" + Integer.toHexString(migration.hashCode());
  }

  /** Who writes into a partition itself is seen by no trigger of the whole. */
  static List<TableName> withPartitions(Connection connection, List<TableName> tables)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(WITH_PARTITIONS)) {
      query.setArray(
          1, connection.createArrayOf("text", tables.stream().map(Sql::table).toArray()));
      return names(query);
    }
  }

  /** Makes the triggers; the tables must be locked. Those of an earlier raising are replaced. */
  static String create(String migration, long raising, List<TableName> tables) {
    StringBuilder sql = new StringBuilder();
    String name = Sql.quote(name(migration));
    for (TableName table : tables) {
      sql.append("CREATE OR REPLACE TRIGGER ").append(name);
      sql.append(" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ").append(Sql.table(table));
      sql.append(" FOR EACH STATEMENT EXECUTE FUNCTION crossfade.refuse_writes(");
      sql.append(Sql.literal(migration)).append(", '").append(raising).append("');\n");
      // Without ALWAYS a session that says it is a replica would pass.
      sql.append("ALTER TABLE ").append(Sql.table(table));
      sql.append(" ENABLE ALWAYS TRIGGER ").append(name).append(";\n");
    }
    return sql.toString();
  }

  /**
   * Drops all triggers of a migration. That takes the strongest lock, for which readers wait too:
   * so it waits only a moment at a time, table by table.
   */
  public static void drop(Sessions sessions, String migration) {
    sessions.call(
        migration + "/remove",
        "drop the fence's triggers",
        connection -> {
          Transaction.execute(connection, "SET lock_timeout = '100ms'");
          for (TableName table : tables(connection, migration)) {
            drop(connection, migration, table);
          }
          return true;
        });
  }

  private static void drop(Connection connection, String migration, TableName table)
      throws SQLException {
    long deadline = System.nanoTime() + DROP_PATIENCE.toNanos();
    while (true) {
      try {
        Transaction.execute(
            connection,
            "DROP TRIGGER IF EXISTS " + Sql.quote(name(migration)) + " ON " + Sql.table(table));
        return;
      } catch (SQLException e) {
        if (!SqlState.isTimeout(e) && !SqlState.isClash(e)) {
          throw e;
        }
        if (System.nanoTime() > deadline) {
          throw new CrossfadeException(
              ErrorCode.DEADLINE_PASSED,
              "the fence's trigger on "
                  + table
                  + " could not be dropped, because the table is in use; it lets all writes pass only while its"
                  + " lifting is recorded, so run this again when the table is quiet",
              e);
        }
        // Those who queued behind us go first.
        Transaction.execute(connection, "SELECT pg_sleep(0.2)");
      }
    }
  }

  private static List<TableName> tables(Connection connection, String migration)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(OF_MIGRATION)) {
      query.setString(1, name(migration));
      return names(query);
    }
  }

  private static List<TableName> names(PreparedStatement query) throws SQLException {
    List<TableName> names = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        names.add(new TableName(rows.getString(1), rows.getString(2)));
      }
    }
    return names;
  }
}

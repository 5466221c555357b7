package io.crossfade.postgresql.fence;

import io.crossfade.model.TableName;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The triggers that make the fence. Each carries the number of its raising; it refuses until {@code
 * crossfade.fence} says, visibly to the refused transaction, that this raising was lifted.
 *
 * <p>So lifting is the update of one row, which waits for nobody, while raising makes triggers with
 * a new number under a lock. A transaction with an old snapshot errs on the safe side both ways:
 * triggers are looked up without a snapshot, so a new raising is seen at once, and an old snapshot
 * cannot show that a new number was lifted, for numbers never come again, not even in a later
 * migration of the same name.
 *
 * <p>A lifted trigger costs each write a look at that row, and each new session the compilation of
 * the function for each table. So lifting disables the triggers too, where no mirrors have to be
 * refused and nobody writes at that moment; raising makes them anew.
 *
 * <p>An application's mirrors bear a pass of their own, which counts while the fence is up and not
 * after: one that was on its way when this side became the one that is written would take back what
 * was written there since.
 */
public final class FenceTriggers {
  /** Made with the workspace, under its lock: two at once cannot replace a function. */
  public static final String FUNCTION =
      """
      CREATE OR REPLACE FUNCTION crossfade.refuse_writes() RETURNS trigger LANGUAGE plpgsql
      SET search_path = pg_catalog AS $$
      DECLARE
        pass text := COALESCE(current_setting('crossfade.pass', true), '');
        mirrors boolean := pass = TG_ARGV[0] || '/mirror';
        lifted boolean;
      BEGIN
        IF pass = TG_ARGV[0] THEN
          RETURN NULL;
        END IF;
        lifted := EXISTS (SELECT FROM crossfade.fence f
                          WHERE f.migration = TG_ARGV[0] AND f.lifted >= TG_ARGV[1]::bigint);
        IF lifted AND mirrors THEN
          RAISE EXCEPTION USING ERRCODE = '25006',
            MESSAGE = format('%I.%I takes no mirrors: migration %s has it written first',
              TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_ARGV[0]),
            HINT = 'A mirror that comes so late is not needed; what it would bring is older than what is here.';
        END IF;
        IF lifted OR mirrors THEN
          RETURN NULL;
        END IF;
        RAISE EXCEPTION USING ERRCODE = '25006',
          MESSAGE = format('%I.%I is closed for writes: migration %s is moving it to another database',
            TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_ARGV[0]),
          HINT = 'Run the transaction again through the router; what is written here now would be lost.';
      END $$;
      """;

  /** Some hundreds of microseconds each. */
  private static final int DISABLED_TOGETHER = 100;

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

  static String name(String migration) {
    return TriggerNames.of("fence", migration);
  }

  /** Who writes into a partition itself is seen by no trigger of the whole. */
  public static List<TableName> withPartitions(Connection connection, List<TableName> tables)
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
   * Lets all of a migration cost nothing until they are made anew, if no table has a writer. To be
   * called in a transaction, which goes on in any case. Whoever waits for the answer waits for all
   * tables, so very many are left as they are.
   */
  static void disable(Connection connection, String migration) throws SQLException {
    List<TableName> fenced = tables(connection, migration);
    if (fenced.isEmpty() || fenced.size() > DISABLED_TOGETHER) {
      return;
    }
    StringBuilder sql = new StringBuilder();
    String tables = fenced.stream().map(Sql::table).collect(Collectors.joining(", "));
    sql.append("LOCK TABLE ").append(tables).append(" IN SHARE ROW EXCLUSIVE MODE NOWAIT;\n");
    for (TableName table : fenced) {
      sql.append("ALTER TABLE ").append(Sql.table(table)).append(" DISABLE TRIGGER ");
      sql.append(Sql.quote(name(migration))).append(";\n");
    }
    Savepoint before = connection.setSavepoint();
    try {
      Transaction.execute(connection, sql.toString());
    } catch (SQLException e) {
      if (!SqlState.isLockTimeout(e)) {
        throw e;
      }
      connection.rollback(before);
    }
  }

  /** Drops all of a migration. */
  public static void drop(Sessions sessions, String migration) {
    sessions.call(
        migration + "/remove",
        "drop the fence's triggers",
        connection -> {
          TriggerRemoval removal = new TriggerRemoval(connection);
          for (TableName table : tables(connection, migration)) {
            removal.drop(
                name(migration), table, "it lets writes pass only while its lifting is recorded");
          }
          return true;
        });
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

package io.crossfade.postgresql.items;

import io.crossfade.connector.Items.Noted;
import io.crossfade.connector.Lease;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.fence.TriggerNames;
import io.crossfade.postgresql.fence.TriggerRemoval;
import io.crossfade.postgresql.lease.Leases;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.Transaction;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The triggers that note what its writer has not noted: one that knows no route or an old one, a
 * job, a hand. They fire at the commit, when whoever notes by himself has done so, and add nothing
 * then. So what is lost between two sides is never lost because nobody said a word.
 *
 * <p>Their functions run with our own rights, because such a writer has none to note anything; each
 * table has its own, because a key's text made by a query of its own would cost more than the note.
 */
public final class NotingTriggers {
  /** As the client prints keys, whatever the writer's settings are. */
  private static final String FUNCTION =
      """
      CREATE OR REPLACE FUNCTION crossfade.%1$s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
      SET search_path = pg_catalog SET DateStyle = 'ISO, YMD' SET TimeZone = 'UTC' SET IntervalStyle = 'postgres'
      SET extra_float_digits = 3 SET bytea_output = 'hex' AS %2$s;
      """;

  private static final String BODY =
      """
      BEGIN
        IF TG_OP = 'TRUNCATE' THEN
          RAISE EXCEPTION USING ERRCODE = '0A000',
            MESSAGE = format('%%I.%%I cannot be truncated: migration %%s writes it on two databases, row by row', TG_TABLE_SCHEMA, TG_TABLE_NAME, %1$s),
            HINT = 'Use DELETE, some thousand rows at a time.';
        END IF;
        INSERT INTO crossfade.item AS i (migration, store, key, version)
        SELECT %1$s, %2$s, k, %3$d FROM (SELECT %4$s UNION SELECT %5$s) AS keys(k) WHERE k IS NOT NULL ORDER BY k
        ON CONFLICT (migration, store, key) DO UPDATE SET
          version = greatest(i.version + 1, EXCLUDED.version), attempts = 0, apart = false,
          since = CASE WHEN i.version > i.settled THEN i.since ELSE clock_timestamp() END,
          next_try = clock_timestamp(), tx = pg_current_xact_id()
        WHERE i.tx <> pg_current_xact_id();
        RETURN NULL;
      END\
      """;

  /** Without ALWAYS a session that says it is a replica would not be noted. */
  private static final String ROWS =
      """
      CREATE CONSTRAINT TRIGGER %1$s AFTER INSERT OR UPDATE OR DELETE ON %2$s DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (%3$s) EXECUTE FUNCTION crossfade.%4$s();
      ALTER TABLE %2$s ENABLE ALWAYS TRIGGER %1$s;
      """;

  private static final String TRUNCATE =
      """
      CREATE OR REPLACE TRIGGER %1$s BEFORE TRUNCATE ON %2$s FOR EACH STATEMENT WHEN (%3$s) EXECUTE FUNCTION crossfade.%4$s();
      ALTER TABLE %2$s ENABLE ALWAYS TRIGGER %1$s;
      """;

  private static final String OTHERS =
      "COALESCE(pg_catalog.current_setting('crossfade.pass', true), '') NOT IN (%s, %s)";

  private static final String FUNCTIONS =
      """
      SELECT p.oid, p.proname FROM pg_catalog.pg_proc p
      WHERE p.pronamespace = pg_catalog.to_regnamespace('crossfade') AND starts_with(p.proname, ?)
      """;

  /** Those of partitions go with the whole's. */
  private static final String PLACES =
      """
      SELECT t.tgname, n.nspname, c.relname FROM (%s) p JOIN pg_catalog.pg_trigger t ON t.tgfoid = p.oid AND t.tgparentid = 0
      JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      ORDER BY 2, 3, 1
      """
          .formatted(FUNCTIONS);

  private record Place(String trigger, TableName table) {}

  private NotingTriggers() {}

  /**
   * Makes those that a table lacks; it must be locked.
   *
   * @param parts the table and its partitions: no trigger of the whole sees who truncates one
   * @param watched what has some already
   */
  static String create(
      String migration,
      Noted noted,
      long firstVersion,
      List<TableName> parts,
      Set<TableName> watched) {
    String function = functions(migration) + hash(noted.store());
    String others = OTHERS.formatted(Sql.literal(migration), Sql.literal(migration + "/mirror"));
    String body =
        BODY.formatted(
            Sql.literal(migration),
            Sql.literal(noted.store()),
            firstVersion,
            ItemTable.keyText("OLD.", noted.key()),
            ItemTable.keyText("NEW.", noted.key()));
    StringBuilder sql = new StringBuilder(FUNCTION.formatted(function, Sql.literal(body)));
    if (!watched.contains(noted.table())) {
      String note = Sql.quote(TriggerNames.of("note", migration));
      sql.append(ROWS.formatted(note, Sql.table(noted.table()), others, function));
    }
    String truncate = Sql.quote(TriggerNames.of("truncate", migration));
    for (TableName part : parts) {
      sql.append(TRUNCATE.formatted(truncate, Sql.table(part), others, function));
    }
    return sql.toString();
  }

  /** The tables that have them. */
  static Set<TableName> tables(Connection connection, String migration) throws SQLException {
    return places(connection, migration).stream().map(Place::table).collect(Collectors.toSet());
  }

  /** Drops all of a migration, whoever it belongs to. */
  public static void drop(Sessions sessions, String migration) {
    drop(sessions, migration, connection -> {});
  }

  /**
   * Drops all of a migration. A process that was stopped on the way and wakes up much later leaves
   * alone what was made since in the name of another lease.
   */
  static void drop(Sessions sessions, Lease lease) {
    drop(sessions, lease.migration(), connection -> Leases.requireNoNewer(connection, lease));
  }

  private interface Permission {
    void require(Connection connection) throws SQLException;
  }

  private static void drop(Sessions sessions, String migration, Permission permission) {
    sessions.call(
        migration + "/remove",
        "drop the triggers that note writes",
        connection -> {
          TriggerRemoval removal = new TriggerRemoval(connection);
          for (Place place : places(connection, migration)) {
            permission.require(connection);
            removal.drop(place.trigger(), place.table(), "it goes on noting what is written");
          }
          for (String function : functions(connection, migration)) {
            permission.require(connection);
            Transaction.execute(
                connection, "DROP FUNCTION IF EXISTS crossfade." + Sql.quote(function) + "()");
          }
          return true;
        });
  }

  private static List<Place> places(Connection connection, String migration) throws SQLException {
    List<Place> places = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(PLACES)) {
      query.setString(1, functions(migration));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          places.add(
              new Place(rows.getString(1), new TableName(rows.getString(2), rows.getString(3))));
        }
      }
    }
    return places;
  }

  private static List<String> functions(Connection connection, String migration)
      throws SQLException {
    List<String> functions = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(FUNCTIONS)) {
      query.setString(1, functions(migration));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          functions.add(rows.getString(2));
        }
      }
    }
    return functions;
  }

  /** What all their names begin with. */
  private static String functions(String migration) {
    return "note_" + hash(migration) + "_";
  }

  private static String hash(String text) {
    UUID uuid = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    return "%016x".formatted(uuid.getMostSignificantBits());
  }
}

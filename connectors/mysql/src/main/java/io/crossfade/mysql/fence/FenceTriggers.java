package io.crossfade.mysql.fence;

import io.crossfade.model.Sha256;
import io.crossfade.model.TableName;
import io.crossfade.mysql.session.OwnTransaction;
import io.crossfade.mysql.session.Patience;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The triggers that make the fence. They refuse until {@code crossfade.fence} says that it is
 * lifted, and they stay when it is.
 *
 * <p>Each write of others reads that row with a lock that it keeps until its transaction ends or is
 * prepared. So whoever changes the row to raise the fence waits for all who wrote before, and
 * whoever writes after that sees what he has changed, however old his snapshot is. Only a first
 * raising has to make triggers, and to wait for who wrote before they were there.
 */
public final class FenceTriggers {
  private static final String PREFIX = "crossfade_fence_";
  private static final List<String> EVENTS = List.of("INSERT", "UPDATE", "DELETE");
  private static final int LONGEST_MESSAGE = 128;

  private static final String OF_TABLE =
      "SELECT trigger_name FROM information_schema.triggers"
          + " WHERE event_object_schema = ? AND event_object_table = ?";
  private static final String OF_MIGRATION =
      "SELECT trigger_schema, trigger_name FROM information_schema.triggers"
          + " WHERE trigger_name LIKE ";

  private FenceTriggers() {}

  /** What is still to be made for a table. */
  static List<String> missing(
      Connection connection, String migration, String database, TableName table)
      throws SQLException {
    Set<String> there = there(connection, table);
    List<String> statements = new ArrayList<>();
    for (String event : EVENTS) {
      String name = name(migration, table, event);
      if (!there.contains(name)) {
        statements.add(create(name, event, migration, database, table));
      }
    }
    return statements;
  }

  private static String create(
      String name, String event, String migration, String database, TableName table) {
    String closed =
        "%s.%s is closed for writes: migration %s moves it elsewhere"
            .formatted(table.schema(), table.name(), migration);
    return """
    CREATE TRIGGER %s.%s BEFORE %s ON %s FOR EACH ROW
    BEGIN
      IF NOT (%s <=> %s) AND NOT EXISTS (
          SELECT 1 FROM crossfade.fence
          WHERE migration = %s AND side_database = %s AND lifted >= raised LOCK IN SHARE MODE) THEN
        SIGNAL SQLSTATE '25006' SET MESSAGE_TEXT = %s;
      END IF;
    END\
    """
        .formatted(
            Sql.quote(table.schema()),
            Sql.quote(name),
            event,
            Sql.table(table),
            OwnTransaction.PASS,
            Sql.literal(migration),
            Sql.literal(migration),
            Sql.literal(database),
            Sql.literal(closed.substring(0, Math.min(closed.length(), LONGEST_MESSAGE))));
  }

  /** Drops all of a migration, before the row that they read is deleted. */
  public static void drop(Connection connection, String migration) throws SQLException {
    Patience patience = new Patience(connection, Duration.ofMinutes(1));
    try (Statement query = connection.createStatement()) {
      List<String> triggers = new ArrayList<>();
      try (ResultSet row = query.executeQuery(finding(migration))) {
        while (row.next()) {
          triggers.add(Sql.quote(row.getString(1)) + "." + Sql.quote(row.getString(2)));
        }
      }
      for (String trigger : triggers) {
        patience.run(
            "the trigger " + trigger + " could not be dropped, for its table is in use",
            c -> Transaction.execute(c, "DROP TRIGGER IF EXISTS " + trigger));
      }
    }
  }

  /** The query that names all of a migration. */
  static String finding(String migration) {
    return OF_MIGRATION + "'" + ofMigration(migration) + "%'";
  }

  private static Set<String> there(Connection connection, TableName table) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(OF_TABLE)) {
      query.setString(1, table.schema());
      query.setString(2, table.name());
      Set<String> names = new HashSet<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          names.add(row.getString(1));
        }
      }
      return names;
    }
  }

  /** A name belongs to a whole database, so it has to tell the table. */
  private static String name(String migration, TableName table, String event) {
    String ofTable = Sha256.hex(table.schema() + "." + table.name()).substring(0, 16);
    return ofMigration(migration) + ofTable + "_" + event.charAt(0);
  }

  private static String ofMigration(String migration) {
    return PREFIX + Sha256.hex(migration).substring(0, 16) + "_";
  }
}

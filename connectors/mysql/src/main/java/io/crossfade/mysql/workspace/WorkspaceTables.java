package io.crossfade.mysql.workspace;

import io.crossfade.mysql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The database {@code crossfade}: what only this server can know. DDL commits by itself here, so
 * each statement may be run again after a crash in between, and {@code migration} is made first and
 * dropped last: as long as it is there, something is.
 *
 * <p>There are no grants to everybody. A role of applications that asks whether its writes have
 * arrived needs SELECT on {@code stream}; see docs/mysql.md.
 */
final class WorkspaceTables {
  private static final String IS_THERE =
      "SELECT 1 FROM information_schema.schemata WHERE schema_name = 'crossfade'";

  /** What we do not know of must not vanish with our database. */
  private static final String IS_EMPTY =
      "SELECT NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = 'crossfade')"
          + " AND NOT EXISTS (SELECT 1 FROM information_schema.routines WHERE routine_schema = 'crossfade')";

  private static final List<String> CREATE =
      List.of(
          "CREATE DATABASE IF NOT EXISTS crossfade CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
          table(
              "migration",
              "name varchar(64) NOT NULL PRIMARY KEY, store varchar(255) NOT NULL, lease bigint NOT NULL"),
          table(
              "stream",
              """
              migration varchar(64) NOT NULL, direction varchar(16) NOT NULL, position varchar(1024) NOT NULL,
              origin_system varchar(255) NOT NULL, origin_timeline bigint NOT NULL, origin_version varchar(255) NOT NULL,
              PRIMARY KEY (migration, direction)
              """),
          table(
              "chunk",
              """
              migration varchar(64) NOT NULL, schema_name varchar(128) NOT NULL, table_name varchar(128) NOT NULL,
              number int NOT NULL, siblings int NOT NULL, lower_key mediumtext, upper_key mediumtext,
              state varchar(16) NOT NULL DEFAULT 'WAITING', attempt int NOT NULL DEFAULT 0,
              lease bigint NOT NULL DEFAULT 0, session bigint unsigned,
              boundary text, retire_after text, copied bigint NOT NULL DEFAULT 0,
              PRIMARY KEY (migration, schema_name, table_name, number),
              KEY chunk_next (migration, state, attempt, siblings DESC, schema_name, table_name, number)
              """),
          // Both sides of a migration may be databases of one server.
          table(
              "fence",
              """
              migration varchar(64) NOT NULL, side_database varchar(64) NOT NULL, raised bigint NOT NULL, lifted bigint NOT NULL,
              PRIMARY KEY (migration, side_database)
              """),
          table(
              "made",
              """
              number bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, migration varchar(64) NOT NULL,
              kind varchar(32) NOT NULL, schema_name varchar(64) NOT NULL, table_name varchar(64) NOT NULL,
              name varchar(64) NOT NULL, identity varchar(255),
              UNIQUE KEY made_once (migration, kind, schema_name, table_name, name)
              """),
          table(
              "mark",
              """
              connection bigint unsigned NOT NULL, migration varchar(64) NOT NULL, direction varchar(16) NOT NULL,
              n bigint NOT NULL, PRIMARY KEY (connection, migration, direction)
              """),
          table("server", Lineage.COLUMNS),
          table("version", "one tinyint NOT NULL DEFAULT 1 PRIMARY KEY, number int NOT NULL"));

  private static final List<String> OF_A_MIGRATION =
      List.of("chunk", "stream", "fence", "made", "mark");

  private static final List<String> ALL =
      List.of("version", "server", "mark", "made", "fence", "chunk", "stream", "migration");

  private WorkspaceTables() {}

  private static String table(String name, String columns) {
    return "CREATE TABLE IF NOT EXISTS crossfade."
        + name
        + " ("
        + columns
        + ") ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
  }

  static boolean isThere(Connection connection) throws SQLException {
    return isTrue(connection, IS_THERE);
  }

  /** Under the lock {@link MySqlWorkspace#LOCK}. */
  static void create(Connection connection) throws SQLException {
    for (String statement : CREATE) {
      Transaction.execute(connection, statement);
    }
    WorkspaceVersion.set(connection);
  }

  /** In a transaction of the caller. */
  static void forget(Connection connection, String migration) throws SQLException {
    for (String table : OF_A_MIGRATION) {
      delete(connection, "DELETE FROM crossfade." + table + " WHERE migration = ?", migration);
    }
    delete(connection, "DELETE FROM crossfade.migration WHERE name = ?", migration);
  }

  static void drop(Connection connection) throws SQLException {
    for (String table : ALL) {
      Transaction.execute(connection, "DROP TABLE IF EXISTS crossfade." + table);
    }
    if (isTrue(connection, IS_EMPTY)) {
      Transaction.execute(connection, "DROP DATABASE IF EXISTS crossfade");
    }
  }

  private static void delete(Connection connection, String sql, String migration)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, migration);
      statement.executeUpdate();
    }
  }

  private static boolean isTrue(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() && row.getBoolean(1);
    }
  }
}

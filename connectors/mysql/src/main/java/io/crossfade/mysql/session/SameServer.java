package io.crossfade.mysql.session;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all sessions with the server that answered first. An address may lead to a replica that was
 * promoted meanwhile. It has a log of its own and perhaps less than the one before, so nothing that
 * was seen there may be taken for true here: not a position, not a snapshot, not a chunk's state.
 */
final class SameServer {
  /** Each server makes up its own when it first starts; a copy of its files has the same. */
  private static final String MYSQL = "SELECT @@server_uuid";

  /**
   * MariaDB's {@code server_uid} is made of the machine and the ports, and servers before 11 have
   * none; people give each server of a topology a number of its own.
   */
  private static final String MARIADB = "SELECT CONCAT('server_id ', @@global.server_id)";

  private final String database;
  private @Nullable String first;

  SameServer(String database) {
    this.database = database;
  }

  static String read(Connection connection, Dialect dialect) throws SQLException {
    String query =
        switch (dialect) {
          case MYSQL -> MYSQL;
          case MARIADB -> MARIADB;
        };
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  /** SERVER_REPLACED by another server than the first one. */
  synchronized void require(String now) {
    if (first == null) {
      first = now;
    } else if (!first.equals(now)) {
      throw new CrossfadeException(
          ErrorCode.SERVER_REPLACED,
          "%s is another server than the one that this process began with: it was %s, now it is %s. It was failed over or replaced; nothing more is done there in this process"
              .formatted(database, first, now),
          Map.of("database", database));
    }
  }
}

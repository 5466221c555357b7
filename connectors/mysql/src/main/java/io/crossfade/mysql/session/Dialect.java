package io.crossfade.mysql.session;

import java.sql.Connection;
import java.sql.SQLException;

/** Which of the two a server is: they share a protocol, and part where logs and catalogs begin. */
public enum Dialect {
  MYSQL,
  MARIADB;

  /** As the server has introduced itself; it is not asked. */
  public static Dialect of(Connection connection) throws SQLException {
    return of(connection.getMetaData().getDatabaseProductVersion());
  }

  /**
   * @param version as {@code SELECT version()} has it
   */
  static Dialect of(String version) {
    return version.contains("MariaDB") ? MARIADB : MYSQL;
  }
}

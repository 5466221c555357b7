package io.crossfade.mysql.session;

/** Which of the two a server is: they share a protocol, and part where logs and catalogs begin. */
public enum Dialect {
  MYSQL,
  MARIADB;

  /**
   * @param version as {@code SELECT version()} has it
   */
  static Dialect of(String version) {
    return version.contains("MariaDB") ? MARIADB : MYSQL;
  }
}

package io.crossfade.demo.stage;

/// What the demo moves from. It always moves to PostgreSQL 18.
public enum From {
  /// PostgreSQL 16.
  POSTGRESQL,
  /// MySQL 8.0.
  MYSQL,
  /// MariaDB 11.4.
  MARIADB
}

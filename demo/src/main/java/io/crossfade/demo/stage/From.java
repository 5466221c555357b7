package io.crossfade.demo.stage;

import java.util.Locale;

/// What the demo moves from. It always moves to PostgreSQL 18.
public enum From {
  POSTGRESQL("PostgreSQL 16"),
  MYSQL("MySQL 8.0"),
  MARIADB("MariaDB 11.4");

  private final String title;

  From(String title) {
    this.title = title;
  }

  /// As people call it.
  public String title() {
    return title;
  }

  /// As it is typed.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

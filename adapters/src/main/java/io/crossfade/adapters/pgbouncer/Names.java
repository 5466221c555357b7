package io.crossfade.adapters.pgbouncer;

/// Names of databases, as the console takes them.
final class Names {
  private Names() {}

  static String quoted(String database) {
    return "\"" + database.replace("\"", "\"\"") + "\"";
  }
}

package io.crossfade.mysql.log;

/**
 * What quotes meant to the session that has written a statement: by its {@code sql_mode}, which the
 * log has beside the statement.
 *
 * @param escapes whether a backslash in a text stands before what it means
 * @param names whether double quotes hold a name, in which a backslash is one
 */
record Quotes(boolean escapes, boolean names) {
  static final Quotes USUAL = new Quotes(true, false);

  private static final long ANSI_QUOTES = 1 << 2;
  private static final long NO_BACKSLASH_ESCAPES = 1 << 20;

  static Quotes of(long sqlMode) {
    return new Quotes((sqlMode & NO_BACKSLASH_ESCAPES) == 0, (sqlMode & ANSI_QUOTES) != 0);
  }

  boolean escapes(char quote) {
    return escapes && (quote == '\'' || quote == '"' && !names);
  }
}

package io.crossfade.mysql.log;

/**
 * A statement in the log.
 *
 * @param database in which it was run
 */
record LoggedQuery(String database, String sql) {
  static LoggedQuery read(Bytes in, boolean isCompressed) {
    in.skip(8);
    int database = in.int8();
    in.skip(2);
    in.skip(in.int16());
    String name = in.text(database);
    in.skip(1);
    Bytes rest = isCompressed ? Compressed.open(in) : in;
    return new LoggedQuery(name, rest.text(rest.left()));
  }

  /** Statements may hold what is nobody's business. */
  String firstWord() {
    return new SqlWords(sql).word();
  }
}

package io.crossfade.mysql.log;

/**
 * A statement in the log.
 *
 * @param database in which it was run
 * @param quotes how its session read quotes
 */
record LoggedQuery(String database, String sql, Quotes quotes) {
  private static final int FLAGS = 0;
  private static final int SQL_MODE = 1;

  static LoggedQuery read(Bytes in, boolean isCompressed) {
    in.skip(8);
    int database = in.int8();
    in.skip(2);
    Quotes quotes = quotes(in, in.int16());
    String name = in.text(database);
    in.skip(1);
    Bytes rest = isCompressed ? Compressed.open(in) : in;
    return new LoggedQuery(name, rest.text(rest.left()), quotes);
  }

  /** All servers write these two first, in this order; of the others the length is not known. */
  private static Quotes quotes(Bytes in, int length) {
    int end = in.at() + length;
    Quotes quotes = Quotes.USUAL;
    if (in.at() + 5 <= end && in.array()[in.at()] == FLAGS) {
      in.skip(5);
    }
    if (in.at() + 9 <= end && in.array()[in.at()] == SQL_MODE) {
      in.skip(1);
      quotes = Quotes.of(in.int64());
    }
    in.skip(end - in.at());
    return quotes;
  }

  /** Statements may hold what is nobody's business. */
  String firstWord() {
    return new SqlWords(sql, quotes).word();
  }
}

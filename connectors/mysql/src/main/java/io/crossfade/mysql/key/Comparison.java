package io.crossfade.mysql.key;

/** Of a column with a bound. */
enum Comparison {
  LESS(" < "),
  EQUAL(" = "),
  GREATER(" > "),
  AT_LEAST(" >= ");

  private final String sql;

  Comparison(String sql) {
    this.sql = sql;
  }

  String sql() {
    return sql;
  }
}

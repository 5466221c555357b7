package io.crossfade.postgresql.objects;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Where the server keeps a thing: a catalog's number, and the thing's own in it. */
record Address(long catalog, long number) {
  /** Two columns, from this one on. */
  static Address of(ResultSet row, int first) throws SQLException {
    return new Address(row.getLong(first), row.getLong(first + 1));
  }
}

package io.crossfade.postgresql.foreign;

import io.crossfade.connector.expression.Writing;
import io.crossfade.postgresql.session.Sql;

/** Two integers are an integer here, however large their product. */
record PostgresWriting() implements Writing {
  @Override
  public String name(String column) {
    return Sql.quote(column);
  }

  @Override
  public String counted(String column) {
    return name(column) + "::numeric";
  }

  @Override
  public String joined(String left, String right) {
    return "(" + left + " || " + right + ")";
  }
}

package io.crossfade.mysql.foreign;

import io.crossfade.connector.expression.Writing;
import io.crossfade.mysql.session.Sql;

/** Two strokes are a word for OR here. */
record MySqlWriting() implements Writing {
  @Override
  public String name(String column) {
    return Sql.quote(column);
  }

  @Override
  public String counted(String column) {
    return name(column);
  }

  @Override
  public String joined(String left, String right) {
    return "concat(" + left + ", " + right + ")";
  }
}

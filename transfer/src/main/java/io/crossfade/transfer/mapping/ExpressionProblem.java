package io.crossfade.transfer.mapping;

import io.crossfade.model.TableName;

/**
 * What is wrong with an expression.
 *
 * @param table the table that is written
 * @param column the column that is written
 * @param line the line of the expression, from 1
 * @param character the place in that line, from 1
 */
public record ExpressionProblem(
    TableName table, String column, int line, int character, String what, String mend) {

  /** Where in the expression: its first line needs no number. */
  public String where() {
    return (line > 1 ? "line " + line + ", " : "") + "character " + character;
  }

  @Override
  public String toString() {
    return "the expression of column "
        + column
        + " of "
        + table
        + " is wrong at "
        + where()
        + ": "
        + what
        + "; "
        + mend;
  }
}

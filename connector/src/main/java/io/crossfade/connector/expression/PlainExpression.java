package io.crossfade.connector.expression;

import io.crossfade.model.Column;
import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Refused;
import java.util.List;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;

/**
 * Conditions of checks, and what columns are computed as, of which it is certain that all engines
 * take them for the same. All others are refused, with the reason; nothing is guessed.
 */
public final class PlainExpression {
  private PlainExpression() {}

  /**
   * A condition, in other words.
   *
   * @param columns of the table, with the kinds that they have where the condition was written
   */
  public static String condition(String sql, List<Column> columns, Writing writing) throws Refused {
    return new ExpressionReading(columns, writing).condition(parsed(sql)).sql();
  }

  /** What a column is computed as, in other words. */
  public static String value(String sql, Column column, List<Column> columns, Writing writing)
      throws Refused {
    Term term = new ExpressionReading(columns, writing).value(parsed(sql));
    boolean fits =
        switch (term.sort()) {
          case NUMBER -> column.kind().is(Family.INTEGER, Family.DECIMAL);
          case TEXT -> column.kind().is(Family.TEXT);
          case CONDITION, FLOAT, DATE, TIMESTAMP, QUOTED -> false;
        };
    if (!fits) {
      throw new Refused("engines may compute another value");
    }
    return term.sql();
  }

  /** A backslash is a letter to one engine and not to the other. */
  private static Expression parsed(String sql) throws Refused {
    if (sql.indexOf('\\') >= 0) {
      throw new Refused("there is a backslash in it");
    }
    try {
      return CCJSqlParserUtil.parseExpression(sql, false);
    } catch (JSQLParserException e) {
      try {
        return CCJSqlParserUtil.parseCondExpression(sql, false);
      } catch (JSQLParserException again) {
        throw new Refused("it is in words of its engine's own");
      }
    }
  }
}

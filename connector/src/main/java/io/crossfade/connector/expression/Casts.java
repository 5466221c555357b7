package io.crossfade.connector.expression;

import io.crossfade.connector.expression.Term.Sort;
import io.crossfade.model.values.Refused;
import java.util.Locale;
import java.util.Set;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;

/** Casts that PostgreSQL prints, and that change no value. */
final class Casts {
  private static final Set<String> NUMBERS = Set.of("numeric", "bigint", "integer", "smallint");

  private Casts() {}

  /** What is cast, or stands in parentheses. */
  static Expression bare(Expression e) {
    if (e instanceof CastExpression cast) {
      return bare(cast.getLeftExpression());
    }
    return e instanceof ParenthesedExpressionList<?> list && list.size() == 1
        ? bare(list.get(0))
        : e;
  }

  static Term same(CastExpression cast, Term inner) throws Refused {
    String type = cast.getColDataType().toString().toLowerCase(Locale.ROOT).strip();
    if (inner.is(Sort.QUOTED) && NUMBERS.contains(type)) {
      return new Literals().number(inner.sql().substring(1, inner.sql().length() - 1));
    }
    boolean same =
        switch (type) {
          case "text", "character varying", "varchar" ->
              inner.is(Sort.TEXT) || inner.is(Sort.QUOTED);
          case "numeric", "bigint" ->
              inner.is(Sort.NUMBER) && (inner.scale() == 0 || type.equals("numeric"));
          case "integer", "smallint" -> inner.is(Sort.NUMBER) && inner.sql().matches("-?\\d{1,9}");
          case "double precision" ->
              inner.is(Sort.FLOAT) || (inner.is(Sort.NUMBER) && inner.sql().matches("-?\\d{1,9}"));
          case "date" -> inner.is(Sort.QUOTED) || inner.is(Sort.DATE);
          case "timestamp without time zone" -> inner.is(Sort.QUOTED) || inner.is(Sort.TIMESTAMP);
          default -> false;
        };
    if (!same) {
      throw new Refused("it casts to " + type);
    }
    return inner;
  }
}

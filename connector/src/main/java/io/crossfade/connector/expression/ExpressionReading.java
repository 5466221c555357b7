package io.crossfade.connector.expression;

import io.crossfade.connector.expression.Term.Sort;
import io.crossfade.model.Column;
import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Trait;
import io.crossfade.model.values.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.arithmetic.Addition;
import net.sf.jsqlparser.expression.operators.arithmetic.Concat;
import net.sf.jsqlparser.expression.operators.arithmetic.Multiplication;
import net.sf.jsqlparser.expression.operators.arithmetic.Subtraction;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.ComparisonOperator;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;

/** Writes an expression anew, part by part, and refuses each part that it does not know. */
final class ExpressionReading {
  private static final int BITS_OF_TEN_DIGITS = 32;
  private static final String LIST = "ANY";
  private static final String NONE_OF_LIST = "ALL";

  private final Map<String, Kind> kinds;
  private final Writing writing;
  private final Literals literals = new Literals();

  ExpressionReading(List<Column> columns, Writing writing) {
    this.kinds =
        columns.stream()
            .filter(column -> !column.generated())
            .collect(Collectors.toMap(Column::name, Column::kind));
    this.writing = writing;
  }

  Term condition(Expression e) throws Refused {
    if (e instanceof AndExpression both) {
      return pair(both, " AND ");
    }
    if (e instanceof OrExpression either) {
      return pair(either, " OR ");
    }
    if (e instanceof NotExpression not
        && !not.isExclamationMark()
        && not.getExpression() instanceof ParenthesedExpressionList<?>) {
      return Term.of("NOT " + condition(not.getExpression()).sql(), Sort.CONDITION);
    }
    if (e instanceof IsNullExpression isNull && !isNull.isUseIsNull()) {
      String is = isNull.isNot() ? " IS NOT NULL" : " IS NULL";
      return Term.of("(" + any(isNull.getLeftExpression()).sql() + is + ")", Sort.CONDITION);
    }
    if (e instanceof Between between && !between.isUsingSymmetric()) {
      String low = compared(between.getLeftExpression(), ">=", between.getBetweenExpressionStart());
      String high = compared(between.getLeftExpression(), "<=", between.getBetweenExpressionEnd());
      String sql = "(" + low + " AND " + high + ")";
      return Term.of(between.isNot() ? "NOT " + sql : sql, Sort.CONDITION);
    }
    if (e instanceof InExpression in && in.getRightExpression() instanceof ExpressionList<?> list) {
      return among(in.getLeftExpression(), in.isNot(), list);
    }
    if (e instanceof ComparisonOperator comparison) {
      return comparison(comparison);
    }
    return value(e).require(Sort.CONDITION);
  }

  private Term pair(BinaryExpression e, String word) throws Refused {
    String left = condition(e.getLeftExpression()).sql();
    String right = condition(e.getRightExpression()).sql();
    return Term.of("(" + left + word + right + ")", Sort.CONDITION);
  }

  /** PostgreSQL prints IN as an array. */
  private Term comparison(ComparisonOperator e) throws Refused {
    String operator = e.getStringExpression().replace("!=", "<>");
    if (e.getRightExpression() instanceof net.sf.jsqlparser.expression.Function list) {
      boolean none = operator.equals("<>") && list.getName().equals(NONE_OF_LIST);
      if (none || (operator.equals("=") && list.getName().equals(LIST))) {
        return among(e.getLeftExpression(), none, Arrays.elements(list));
      }
    }
    return Term.of(
        compared(e.getLeftExpression(), operator, e.getRightExpression()), Sort.CONDITION);
  }

  private Term among(Expression left, boolean not, List<? extends Expression> list) throws Refused {
    List<String> values = new ArrayList<>();
    for (Expression one : list) {
      requireAlike(left, "=", one);
      values.add(any(one).sql());
    }
    String in = not ? " NOT IN (" : " IN (";
    return Term.of("(" + any(left).sql() + in + String.join(", ", values) + "))", Sort.CONDITION);
  }

  private String compared(Expression left, String operator, Expression right) throws Refused {
    requireAlike(left, operator, right);
    return "(" + any(left).sql() + " " + operator + " " + any(right).sql() + ")";
  }

  private void requireAlike(Expression left, String operator, Expression right) throws Refused {
    new Comparison(any(left), operator, any(right)).require();
    if (any(right).is(Sort.QUOTED)) {
      literals.require(kind(left), any(right).sql());
    }
  }

  private Kind kind(Expression column) throws Refused {
    Expression bare = Casts.bare(column);
    Kind kind = bare instanceof net.sf.jsqlparser.schema.Column c ? kinds.get(name(c)) : null;
    if (kind == null) {
      throw new Refused("it compares something else than a column with a text");
    }
    return kind;
  }

  private Term any(Expression e) throws Refused {
    return e instanceof StringValue text ? literals.quoted(text) : value(e);
  }

  /** A value, or what is true or false. */
  Term value(Expression e) throws Refused {
    if (e instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
      Expression inner = list.get(0);
      return isCondition(inner) ? condition(inner) : any(inner);
    }
    if (e instanceof net.sf.jsqlparser.schema.Column column) {
      return column(column, writing::name);
    }
    if (e instanceof LongValue || e instanceof DoubleValue) {
      return literals.number(e.toString());
    }
    if (e instanceof SignedExpression signed && signed.getSign() == '-') {
      Term number = value(signed.getExpression()).require(Sort.NUMBER);
      return Term.number("-" + number.sql(), number.digits(), number.scale());
    }
    if (e instanceof CastExpression cast) {
      return Casts.same(cast, any(cast.getLeftExpression()));
    }
    if (e instanceof Addition || e instanceof Subtraction || e instanceof Multiplication) {
      return reckoned((BinaryExpression) e);
    }
    if (e instanceof Concat concat) {
      return joined(concat.getLeftExpression(), concat.getRightExpression());
    }
    if (e instanceof net.sf.jsqlparser.expression.Function function) {
      return function(function);
    }
    throw new Refused("engines may take it otherwise: " + e);
  }

  private static boolean isCondition(Expression e) {
    return e instanceof AndExpression
        || e instanceof OrExpression
        || e instanceof NotExpression
        || e instanceof IsNullExpression
        || e instanceof Between
        || e instanceof InExpression
        || e instanceof ComparisonOperator;
  }

  private Term column(net.sf.jsqlparser.schema.Column column, Function<String, String> written)
      throws Refused {
    String name = name(column);
    Kind kind = kinds.get(name);
    if (kind == null || column.getTable() != null) {
      throw new Refused("it names something else than a plain column: " + column);
    }
    String sql = written.apply(name);
    if (kind.has(Trait.PADDED)) {
      throw new Refused("blanks fill column " + name);
    }
    return switch (kind.family()) {
      case INTEGER -> Term.number(sql, kind.size() <= BITS_OF_TEN_DIGITS ? 10 : 20, 0);
      case DECIMAL ->
          Term.number(sql, kind.size() == 0 ? 99 : kind.size() - kind.scale(), kind.scale());
      case FLOAT -> Term.of(sql, Sort.FLOAT);
      case TEXT, ENUMERATION -> Term.of(sql, Sort.TEXT);
      case DATE -> Term.of(sql, Sort.DATE);
      case TIMESTAMP -> Term.of(sql, Sort.TIMESTAMP);
      case BOOLEAN -> Term.of(sql, Sort.CONDITION);
      case FLAG, BYTES, INSTANT, TIME, INTERVAL, YEAR, JSON, UUID, BITS, SET, OPAQUE ->
          throw new Refused("engines may take values of column " + name + " otherwise");
    };
  }

  private static String name(net.sf.jsqlparser.schema.Column column) {
    String name = column.getColumnName();
    boolean quoted = name.length() > 2 && (name.startsWith("`") || name.startsWith("\""));
    return quoted ? name.substring(1, name.length() - 1) : name;
  }

  /** Exactly, or not at all. */
  private Term reckoned(BinaryExpression e) throws Refused {
    Term left = operand(e.getLeftExpression());
    Term right = operand(e.getRightExpression());
    String sql = "(" + left.sql() + " " + e.getStringExpression() + " " + right.sql() + ")";
    return e instanceof Multiplication
        ? Term.number(sql, left.digits() + right.digits(), left.scale() + right.scale())
        : Term.number(
            sql,
            Math.max(left.digits(), right.digits()) + 1,
            Math.max(left.scale(), right.scale()));
  }

  private Term operand(Expression e) throws Refused {
    Term term =
        Casts.bare(e) instanceof net.sf.jsqlparser.schema.Column column
            ? column(column, writing::counted)
            : value(e);
    return term.require(Sort.NUMBER);
  }

  private Term joined(Expression left, Expression right) throws Refused {
    return Term.of(writing.joined(text(left), text(right)), Sort.TEXT);
  }

  private String text(Expression e) throws Refused {
    Term term = any(e);
    return (term.is(Sort.QUOTED) ? term : term.require(Sort.TEXT)).sql();
  }

  private Term function(net.sf.jsqlparser.expression.Function function) throws Refused {
    List<Expression> given = new ArrayList<>();
    if (function.getParameters() != null) {
      given.addAll(function.getParameters());
    }
    String name = function.getName().toLowerCase(Locale.ROOT);
    if (name.equals("char_length") && given.size() == 1) {
      Term text = any(given.get(0)).require(Sort.TEXT);
      return Term.number("char_length(" + text.sql() + ")", 10, 0);
    }
    if (name.equals("concat") && given.size() > 1) {
      String joined = text(given.get(0));
      for (Expression next : given.subList(1, given.size())) {
        joined = writing.joined(joined, text(next));
      }
      return Term.of(joined, Sort.TEXT);
    }
    throw new Refused("engines may take it otherwise: " + function);
  }
}

package io.crossfade.model.values;

import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The kinds of types by the names that SQL itself gives them. An engine for which a name means
 * something else says so in its own catalog.
 */
public final class NamedKinds {
  private NamedKinds() {}

  /**
   * @param spelled with the numbers in parentheses, e.g. {@code numeric(12,2)}
   */
  public static Kind of(String spelled) {
    String text = spelled.strip().toLowerCase(Locale.ROOT);
    int open = text.indexOf('(');
    int close = text.indexOf(')');
    if (open < 0 || close < open) {
      return named(text, List.of(), spelled);
    }
    String base = (text.substring(0, open) + text.substring(close + 1)).strip();
    return named(base, numbers(text.substring(open + 1, close)), spelled);
  }

  /** None where they are not plain numbers. */
  public static List<Integer> numbers(String list) {
    boolean plain = list.matches("\\s*-?\\d+\\s*(,\\s*-?\\d+\\s*)*");
    return plain
        ? Arrays.stream(list.split(",")).map(n -> Integer.valueOf(n.strip())).toList()
        : List.of();
  }

  private static Kind named(String base, List<Integer> numbers, String spelled) {
    int size = numbers.isEmpty() ? 0 : numbers.get(0);
    int digits = numbers.isEmpty() ? Kind.MICROSECONDS : size;
    return switch (base) {
      case "smallint", "int2" -> Kind.integer(16);
      case "integer", "int", "int4" -> Kind.integer(32);
      case "bigint", "int8" -> Kind.integer(64);
      case "numeric", "decimal", "dec" ->
          numbers.isEmpty()
              ? Kind.decimal()
              : Kind.decimal(size, numbers.size() > 1 ? numbers.get(1) : 0);
      case "real", "float4" -> Kind.floating(32);
      case "double precision", "float8" -> Kind.floating(64);
      case "text" -> Kind.text();
      case "varchar", "character varying" -> Kind.text(size);
      case "character", "char", "bpchar" -> Kind.text(size).with(Trait.PADDED);
      case "boolean", "bool" -> Kind.of(Family.BOOLEAN);
      case "date" -> Kind.of(Family.DATE);
      case "timestamp", "timestamp without time zone" -> Kind.time(Family.TIMESTAMP, digits);
      case "timestamptz", "timestamp with time zone" -> Kind.time(Family.INSTANT, digits);
      case "time", "time without time zone" -> Kind.time(Family.TIME, digits);
      default -> Kind.opaque(spelled);
    };
  }
}

package io.crossfade.transfer.mapping;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an expression and a key have to know of a column's type. The engine's own spelling stays
 * with the column.
 *
 * @param modifiers the numbers in parentheses, e.g. 12 and 2 of {@code numeric(12,2)}
 */
public record ValueType(Kind kind, String base, List<Integer> modifiers) {

  /**
   * The types that expressions tell apart. Whatever is not listed is a text that only the database
   * understands.
   */
  public enum Kind {
    INTEGER,
    DECIMAL,
    FLOAT,
    TEXT,
    BOOLEAN,
    DATE,
    TIMESTAMP,
    ZONED_TIMESTAMP,
    OTHER
  }

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("smallint", Kind.INTEGER),
          Map.entry("int2", Kind.INTEGER),
          Map.entry("integer", Kind.INTEGER),
          Map.entry("int", Kind.INTEGER),
          Map.entry("int4", Kind.INTEGER),
          Map.entry("bigint", Kind.INTEGER),
          Map.entry("int8", Kind.INTEGER),
          Map.entry("numeric", Kind.DECIMAL),
          Map.entry("decimal", Kind.DECIMAL),
          Map.entry("real", Kind.FLOAT),
          Map.entry("float4", Kind.FLOAT),
          Map.entry("double precision", Kind.FLOAT),
          Map.entry("float8", Kind.FLOAT),
          Map.entry("text", Kind.TEXT),
          Map.entry("varchar", Kind.TEXT),
          Map.entry("character varying", Kind.TEXT),
          Map.entry("boolean", Kind.BOOLEAN),
          Map.entry("bool", Kind.BOOLEAN),
          Map.entry("date", Kind.DATE),
          Map.entry("timestamp", Kind.TIMESTAMP),
          Map.entry("timestamp without time zone", Kind.TIMESTAMP),
          Map.entry("timestamptz", Kind.ZONED_TIMESTAMP),
          Map.entry("timestamp with time zone", Kind.ZONED_TIMESTAMP));

  public ValueType {
    modifiers = List.copyOf(modifiers);
  }

  public static ValueType of(String spelled) {
    String text = spelled.strip().toLowerCase(Locale.ROOT);
    int open = text.indexOf('(');
    int close = text.indexOf(')');
    if (open < 0 || close < open) {
      return new ValueType(KINDS.getOrDefault(text, Kind.OTHER), text, List.of());
    }
    String base = (text.substring(0, open) + text.substring(close + 1)).strip();
    Kind kind = KINDS.getOrDefault(base, Kind.OTHER);
    return new ValueType(kind, base, numbers(text.substring(open + 1, close)));
  }

  private static List<Integer> numbers(String list) {
    boolean plain = list.matches("\\s*-?\\d+\\s*(,\\s*-?\\d+\\s*)*");
    return plain
        ? Arrays.stream(list.split(",")).map(n -> Integer.valueOf(n.strip())).toList()
        : List.of();
  }

  /** The width of an integer. */
  public int bits() {
    return switch (base) {
      case "smallint", "int2" -> 16;
      case "integer", "int", "int4" -> 32;
      default -> 64;
    };
  }

  /** Whether a float has 32 bits only. */
  public boolean isSingle() {
    return base.equals("real") || base.equals("float4");
  }

  /**
   * Whether keys keep their order and stay distinct when they are cast from this type to {@code
   * other}: the one thing that a key's cast may not change.
   */
  public boolean keepsKeyOrder(ValueType other) {
    if (kind == Kind.INTEGER) {
      return other.kind == Kind.INTEGER;
    }
    return kind == Kind.TEXT && other.kind == Kind.TEXT && other.length() >= length();
  }

  private int length() {
    return modifiers.isEmpty() ? Integer.MAX_VALUE : modifiers.get(0);
  }
}

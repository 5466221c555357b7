package io.crossfade.postgresql.compare;

import io.crossfade.model.Equality;
import io.crossfade.postgresql.mapping.MappedColumn;
import java.util.Map;

/**
 * A column as it is hashed, exactly: equal hashes mean equal output, and are the same in every
 * server version.
 *
 * <p>Few types can be hashed natively: 1.0 and 1.00 have the same native hash, enum values have
 * another one in every cluster, and that of eight bytes (a {@code bigint}, a timestamp) lays its
 * halves over each other: 1 has the same as 4294967296. Such are hashed by the bytes that their
 * type sends to a client that asks for binary, which is cheaper than a text; all others by their
 * text.
 *
 * <p>A cast to text is not always what the server gives out: that of {@code bpchar} drops trailing
 * blanks, that of {@code xml} keeps a declaration that no client sees, and a user's type may have
 * any cast. There {@code concat} asks the type's own output function.
 */
final class HashedColumn {
  private static final Map<String, String> SENT =
      Map.of(
          "bigint", "int8send",
          "numeric", "numeric_send",
          "real", "float4send",
          "double precision", "float8send",
          "timestamp without time zone", "timestamp_send",
          "timestamp with time zone", "timestamptz_send");

  private HashedColumn() {}

  static String of(MappedColumn column, Equality equality) {
    String type = unmodified(column.type());
    return equality == Equality.SQL ? asValue(column, type) : exact(column, type);
  }

  private static String exact(MappedColumn column, String type) {
    String expression = column.expression();
    String send = SENT.get(type);
    if (send != null) {
      return send + "(" + expression + ")";
    }
    return switch (type) {
      case "smallint", "integer", "boolean", "uuid", "date" -> expression;
      default ->
          castIsExact(type) ? "(" + expression + ")::text COLLATE \"C\"" : printed(expression);
    };
  }

  /**
   * By the hash that goes with the type's own equality, but for numbers: it does not see a sign.
   */
  private static String asValue(MappedColumn column, String type) {
    return switch (type) {
      case "numeric" -> "numeric_send(trim_scale(" + column.expression() + "))";
      case "real", "double precision" -> column.expression();
      case "character", "bpchar" -> "(" + column.expression() + ") COLLATE \"C\"";
      default -> exact(column, type);
    };
  }

  /** {@code timestamp(3) with time zone} is a timestamp with time zone. */
  private static String unmodified(String type) {
    return type.contains("[") || type.contains(".") || type.contains("\"")
        ? type
        : type.replaceFirst("\\([0-9, -]*\\)", "");
  }

  private static boolean castIsExact(String type) {
    return !type.contains(".")
        && !type.equals("xml")
        && !type.equals("bpchar")
        && !type.equals("\"char\"")
        && !type.equals("character")
        && !type.startsWith("character(");
  }

  /** A row of NULLs is no NULL, though {@code IS NULL} says so. */
  private static String printed(String expression) {
    return "CASE WHEN num_nulls("
        + expression
        + ") = 0 THEN concat("
        + expression
        + ") END COLLATE \"C\"";
  }
}

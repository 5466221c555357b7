package io.crossfade.mysql.key;

import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.values.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A text column compared by code points, where possible by its index.
 *
 * <p>Most collations whose name ends with {@code _bin} compare as if the shorter text had blanks at
 * its end. That is another order where a text goes on with a control character, and no order at all
 * between texts that differ in blanks at their end. But of all texts that begin with the bound none
 * is less than the bound with zeros up to the column's length, in their order too; so that is what
 * is compared. (LIKE would do, but its range in the index leaves control characters out.) A bound
 * that itself holds a control character, or ends with a blank, is compared by bytes, without the
 * index.
 */
public final class TextOrder {
  private static final Pattern COLLATED =
      Pattern.compile("(?i)(char|varchar|tinytext|text|mediumtext|longtext|enum|set)\\b");
  private static final Set<String> PADDED =
      Set.of("utf8mb4_bin", "utf8mb3_bin", "utf8_bin", "ascii_bin");
  private static final Set<String> NOT_PADDED =
      Set.of(
          "utf8mb4_0900_bin",
          "utf8mb4_nopad_bin",
          "utf8mb3_nopad_bin",
          "utf8_nopad_bin",
          "ascii_nopad_bin");

  private TextOrder() {}

  /** Whether an index of such a column can serve. */
  static boolean isIndexed(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return (lower.startsWith("char") || lower.startsWith("varchar"))
        && (PADDED.contains(collation(type)) || NOT_PADDED.contains(collation(type)));
  }

  /**
   * Whether the index takes texts for the same that are not: then what comes after such a column in
   * the key is in no order of ours.
   */
  static boolean isLastOfPrefix(String type) {
    return PADDED.contains(collation(type)) && mayEndWithBlanks(type);
  }

  private static boolean mayEndWithBlanks(String type) {
    return type.toLowerCase(Locale.ROOT).startsWith("varchar");
  }

  /** Whether the server takes texts of this type for the same that differ. */
  public static boolean joins(String type) {
    return COLLATED.matcher(type).lookingAt() && !NOT_PADDED.contains(collation(type));
  }

  static String compare(String type, String column, Comparison comparison, String bound) {
    if (isIndexed(type) && NOT_PADDED.contains(collation(type))) {
      return column + comparison.sql() + Sql.literal(bound);
    }
    return isIndexed(type) && isPlain(bound)
        ? padded(type, column, comparison, bound)
        : bytes(column, comparison.sql(), bound);
  }

  private static String padded(String type, String column, Comparison comparison, String bound) {
    int more = ValueType.of(type).size() - bound.codePointCount(0, bound.length());
    String least = Sql.literal(bound + "\0".repeat(Math.max(0, more)));
    String value = Sql.literal(bound);
    boolean blanks = mayEndWithBlanks(type);
    return switch (comparison) {
      case LESS -> column + " < " + least;
      case AT_LEAST -> column + " >= " + least;
      case GREATER ->
          blanks
              ? "(" + column + " >= " + least + " AND " + bytes(column, " <> ", bound) + ")"
              : "(%1$s > %2$s OR (%1$s >= %3$s AND %1$s < %2$s))".formatted(column, value, least);
      case EQUAL -> column + " = " + value + (blanks ? " AND " + bytes(column, " = ", bound) : "");
    };
  }

  private static boolean isPlain(String bound) {
    return !bound.isEmpty() && !bound.endsWith(" ") && bound.codePoints().allMatch(c -> c >= ' ');
  }

  private static String bytes(String column, String operator, String bound) {
    String hex = HexFormat.of().formatHex(bound.getBytes(StandardCharsets.UTF_8));
    return "CAST(CONVERT(" + column + " USING utf8mb4) AS BINARY)" + operator + "x'" + hex + "'";
  }

  /** Empty where the type does not say it. */
  private static String collation(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    int collate = lower.lastIndexOf("collate ");
    return collate < 0 ? "" : lower.substring(collate + "collate ".length()).strip();
  }
}

package io.crossfade.mysql.key;

import io.crossfade.mysql.session.Sql;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/**
 * A text column compared by code points, where possible by its index.
 *
 * <p>Most collations whose name ends with {@code _bin} compare as if the shorter text had blanks at
 * its end. That is another order where a text goes on with a control character, and no order at all
 * between texts that differ in blanks at their end. So a text that begins with the bound is asked
 * for by LIKE, which pads nothing; it is greater, by code points. A bound that holds a control
 * character, or ends with a blank, is compared by bytes, without the index.
 */
final class TextOrder {
  private static final Set<String> BY_CODE_POINTS =
      Set.of(
          "utf8mb4_bin",
          "utf8mb4_0900_bin",
          "utf8mb4_nopad_bin",
          "utf8mb3_bin",
          "utf8mb3_nopad_bin",
          "utf8_bin",
          "utf8_nopad_bin",
          "ascii_bin",
          "ascii_nopad_bin");

  private TextOrder() {}

  /** Whether an index of such a column can serve. */
  static boolean isIndexed(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    int collate = lower.lastIndexOf("collate ");
    return collate >= 0
        && (lower.startsWith("char") || lower.startsWith("varchar"))
        && BY_CODE_POINTS.contains(lower.substring(collate + "collate ".length()).strip());
  }

  static String compare(String type, String column, Comparison comparison, String bound) {
    return isIndexed(type) && isPlain(bound)
        ? byIndex(column, comparison, bound)
        : "CAST(CONVERT(" + column + " USING utf8mb4) AS BINARY)" + comparison.sql() + bytes(bound);
  }

  private static String byIndex(String column, Comparison comparison, String bound) {
    String value = Sql.literal(bound);
    String begins = Sql.literal(pattern(bound) + "%");
    return switch (comparison) {
      case EQUAL -> "(%1$s = %2$s AND %1$s LIKE %3$s)".formatted(column, value, Sql.literal(pattern(bound)));
      case LESS -> "(%1$s < %2$s AND %1$s NOT LIKE %3$s)".formatted(column, value, begins);
      case AT_LEAST -> "(%1$s >= %2$s OR %1$s LIKE %3$s)".formatted(column, value, begins);
      case GREATER ->
          "(%1$s > %2$s OR %1$s LIKE %3$s)"
              .formatted(column, value, Sql.literal(pattern(bound) + "_%"));
    };
  }

  private static boolean isPlain(String bound) {
    return !bound.isEmpty()
        && !bound.endsWith(" ")
        && bound.codePoints().allMatch(c -> c >= ' ');
  }

  private static String pattern(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  private static String bytes(String text) {
    return "x'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "'";
  }
}

package io.crossfade.mysql.values;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server's own casts, which know fewer types than columns do. */
public final class CastSql {
  private static final Pattern ARGUMENTS = Pattern.compile("\\([\\d, ]+\\)");

  private CastSql() {}

  /**
   * @param value an SQL expression
   */
  public static String of(String value, String toType) {
    String type = toType.toLowerCase(Locale.ROOT);
    return switch (ValueType.of(type).family()) {
      case INTEGER -> cast(value, type.contains("unsigned") ? "UNSIGNED" : "SIGNED");
      case DECIMAL -> cast(value, "DECIMAL" + arguments(type));
      case FLOAT, DOUBLE -> cast(value, "DOUBLE");
      case DATE -> cast(value, "DATE");
      case TIME -> cast(value, "TIME" + arguments(type));
      case DATETIME, TIMESTAMP -> cast(value, "DATETIME" + arguments(type));
      case BIT, YEAR -> cast(value, "UNSIGNED");
      case TEXT -> "CONVERT(" + cast(value, "CHAR") + " USING utf8mb4)";
      case JSON -> cast(value, "JSON");
      case BYTES -> cast(value, "BINARY");
    };
  }

  private static String cast(String value, String type) {
    return "CAST(" + value + " AS " + type + ")";
  }

  private static String arguments(String type) {
    Matcher arguments = ARGUMENTS.matcher(type);
    return arguments.find() ? arguments.group() : "";
  }
}

package io.crossfade.mysql.foreign;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts between quotes. */
final class Literals {
  private static final Pattern ESCAPE = Pattern.compile("''|\\\\(.)", Pattern.DOTALL);

  private Literals() {}

  /**
   * @param quoted without the quotes
   */
  static String plain(String quoted) {
    return ESCAPE
        .matcher(quoted)
        .replaceAll(
            escape -> Matcher.quoteReplacement(escape.group(1) == null ? "'" : escape.group(1)));
  }

  static String quoted(String plain) {
    return "'" + plain.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}

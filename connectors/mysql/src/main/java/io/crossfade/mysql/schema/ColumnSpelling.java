package io.crossfade.mysql.schema;

import io.crossfade.mysql.session.Dialect;
import io.crossfade.mysql.session.Sql;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one spelling of a column's type and default. MySQL and MariaDB tell them differently; here
 * both are as one would write them in CREATE TABLE, so that a column that was made reads like its
 * model.
 */
public final class ColumnSpelling {
  /** Of numbers, a width says how they are shown, and nothing about the values. */
  private static final Pattern INTEGER =
      Pattern.compile("(tinyint|smallint|mediumint|int|bigint)\\((\\d+)\\)(.*)");

  /** How rows are stored, or were long ago. */
  private static final Pattern REMARK = Pattern.compile("\\s*/\\*[^*]*\\*/$");

  private static final Pattern TEXT =
      Pattern.compile("[bx]?'(?:[^'\\\\]|''|\\\\.)*'", Pattern.DOTALL);
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9.]+(?:e[+-]?[0-9]+)?|0x[0-9A-Fa-f]+");
  private static final Pattern NOW =
      Pattern.compile("current_timestamp(?:\\((\\d*)\\))?", Pattern.CASE_INSENSITIVE);
  private static final Pattern ON_UPDATE =
      Pattern.compile(".*on update (current_timestamp(?:\\(\\d*\\))?).*", Pattern.CASE_INSENSITIVE);
  private static final Pattern UNQUOTED =
      Pattern.compile(
          "(?:tinyint|smallint|mediumint|int|bigint|decimal|float|double|bit|year)\\b.*");
  private static final Pattern BINARY = Pattern.compile("(?:var)?binary\\b.*");
  private static final String NO_BYTES = "0x";

  private ColumnSpelling() {}

  /**
   * @param told as COLUMN_TYPE has it
   * @param collation null for what is no text
   */
  static String type(String told, @Nullable String collation) {
    String type = REMARK.matcher(told).replaceFirst("");
    Matcher integer = INTEGER.matcher(type);
    if (integer.matches() && !isShownOtherwise(integer)) {
      type = integer.group(1) + integer.group(3);
    } else if (type.startsWith("year")) {
      type = "year";
    }
    return collation == null ? type : type + " collate " + collation;
  }

  /** A truth value for all who write it, or filled with zeros. */
  private static boolean isShownOtherwise(Matcher integer) {
    String more = integer.group(3);
    return more.contains("zerofill")
        || more.isEmpty() && integer.group(1).equals("tinyint") && integer.group(2).equals("1");
  }

  /**
   * @param told as COLUMN_DEFAULT has it
   * @param extra as EXTRA has it
   */
  static @Nullable String defaultExpression(
      Dialect dialect, String type, @Nullable String told, String extra) {
    String value =
        told == null
            ? null
            : switch (dialect) {
              case MYSQL ->
                  extra.contains("DEFAULT_GENERATED")
                      ? expression(plain(told))
                      : literal(type, told);
              case MARIADB -> told.equals("NULL") ? null : expression(told);
            };
    Matcher onUpdate = ON_UPDATE.matcher(extra);
    if (!onUpdate.matches()) {
      return value;
    }
    String update = "on update " + expression(onUpdate.group(1));
    return value == null ? update : value + " " + update;
  }

  /** MySQL tells the value, not how it is written. */
  private static String literal(String type, String value) {
    if (BINARY.matcher(type).matches()) {
      return value.isEmpty() || value.equals(NO_BYTES) ? "''" : value;
    }
    return UNQUOTED.matcher(type).matches() ? value : Sql.literal(value);
  }

  /** MySQL takes an expression in parentheses only, but for the time. */
  private static String expression(String sql) {
    Matcher now = NOW.matcher(sql);
    if (now.matches()) {
      String digits = now.group(1) == null ? "" : now.group(1);
      return "current_timestamp(" + digits + ")";
    }
    return isLiteral(sql) ? sql : "(" + sql + ")";
  }

  /** Whether it is the same value in each row. */
  static boolean isLiteral(String sql) {
    return TEXT.matcher(sql).matches()
        || NUMBER.matcher(sql.toLowerCase(Locale.ROOT)).matches()
        || sql.equalsIgnoreCase("null");
  }

  /**
   * What MySQL tells of an expression is itself escaped once more, as in a literal, and it takes
   * each byte of its letters for a letter.
   */
  static String plain(String told) {
    return letters(told).replaceAll("\\\\(.)", "$1");
  }

  /** What is no UTF-8 once more was told as it is. */
  private static String letters(String told) {
    if (!StandardCharsets.ISO_8859_1.newEncoder().canEncode(told)) {
      return told;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(told.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException e) {
      return told;
    }
  }

  /** As MySQL and MariaDB both take it. */
  static String generated(Dialect dialect, String told, String extra) {
    String sql =
        switch (dialect) {
          case MYSQL -> plain(told);
          case MARIADB -> told;
        };
    return "(" + sql + ") " + (extra.contains("VIRTUAL") ? "VIRTUAL" : "STORED");
  }
}

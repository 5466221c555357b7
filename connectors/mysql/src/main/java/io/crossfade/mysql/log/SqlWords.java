package io.crossfade.mysql.log;

import io.crossfade.model.TableName;
import java.util.Locale;

/**
 * The words of a statement one after the other: names without their quotes, signs for themselves,
 * no comments. What stands in a comment that servers execute counts as written.
 */
final class SqlWords {
  private final String sql;
  private final Quotes quotes;
  private int at;
  private String next = "";
  private boolean isName;

  SqlWords(String sql, Quotes quotes) {
    this.sql = sql;
    this.quotes = quotes;
    advance();
  }

  boolean isOver() {
    return next.isEmpty() && !isName;
  }

  /** Whether the next word is this one, and no quoted name. */
  boolean is(String... words) {
    for (String word : words) {
      if (!isName && next.equalsIgnoreCase(word)) {
        return true;
      }
    }
    return false;
  }

  /** Passes over the next word if it is this one. */
  boolean take(String word) {
    boolean is = is(word);
    if (is) {
      advance();
    }
    return is;
  }

  String take() {
    String taken = next;
    advance();
    return taken;
  }

  /** The next word in capitals; empty at the end. */
  String word() {
    return isName ? "" : next.toUpperCase(Locale.ROOT);
  }

  /** A name that a database's may stand before; without one it is of this database. */
  TableName takeTable(String database) {
    String first = take();
    return take(".") ? new TableName(first, take()) : new TableName(database, first);
  }

  /** Passes over {@code IF EXISTS} and {@code IF NOT EXISTS}. */
  void takeIfExists() {
    if (take("IF")) {
      take("NOT");
      take("EXISTS");
    }
  }

  private void advance() {
    skipBlanks();
    isName = false;
    if (at >= sql.length()) {
      next = "";
      return;
    }
    char c = sql.charAt(at);
    if (c == '`' || c == '"' || c == '\'') {
      isName = true;
      next = quoted(c);
    } else if (isWord(c)) {
      int begin = at;
      while (at < sql.length() && isWord(sql.charAt(at))) {
        at++;
      }
      next = sql.substring(begin, at);
    } else {
      at++;
      next = String.valueOf(c);
    }
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '@' || c > 127;
  }

  private String quoted(char quote) {
    StringBuilder text = new StringBuilder();
    for (at++; at < sql.length(); at++) {
      char c = sql.charAt(at);
      if (c == '\\' && quotes.escapes(quote) && at + 1 < sql.length()) {
        text.append(sql.charAt(++at));
      } else if (c != quote) {
        text.append(c);
      } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
        text.append(c);
        at++;
      } else {
        at++;
        break;
      }
    }
    return text.toString();
  }

  private void skipBlanks() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (sql.startsWith("/*", at)) {
        comment();
      } else if (sql.startsWith("*/", at)) {
        at += 2;
      } else if (c == '#' || isLineComment()) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end + 1;
      } else {
        return;
      }
    }
  }

  /** Two minus signs, unless a word follows at once. */
  private boolean isLineComment() {
    return sql.startsWith("--", at) && (at + 2 >= sql.length() || sql.charAt(at + 2) <= ' ');
  }

  private void comment() {
    int begin = at + 2;
    if (sql.startsWith("M!", begin) || sql.startsWith("!", begin)) {
      at = sql.indexOf('!', begin) + 1;
      while (at < sql.length() && Character.isDigit(sql.charAt(at))) {
        at++;
      }
      return;
    }
    int end = sql.indexOf("*/", begin);
    at = end < 0 ? sql.length() : end + 2;
  }
}

package io.crossfade.gateway.reads;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One statement, cut into its words as PostgreSQL does it.
///
/// @param text without comments and without values: each literal and parameter has become one and
///   the same, so statements that differ in their values only are one. It is still SQL
/// @param words identifiers and keywords, as the server folds them
record Lexed(String text, List<Word> words) {
  /// @param quoted whether it cannot be a keyword
  /// @param called whether a parenthesis follows
  record Word(String name, boolean quoted, boolean called) {}

  static final String TEXT = "'?'";
  static final String NUMBER = "0";

  /// Null for several statements, and for whatever two readers could cut in two ways: what a
  /// backslash means depends on settings.
  static @Nullable Lexed of(String sql) {
    return new Cutting(sql).cut();
  }

  private static final class Cutting {
    private final String sql;
    private final StringBuilder out = new StringBuilder();
    private final List<Word> words = new ArrayList<>();
    private int at;

    Cutting(String sql) {
      this.sql = sql;
    }

    @Nullable Lexed cut() {
      while (at < sql.length()) {
        if (!step(sql.charAt(at))) {
          return null;
        }
      }
      return new Lexed(out.toString().strip(), words);
    }

    /// @return false if this is none of ours
    private boolean step(char c) {
      if (c == '\'') {
        out.append(TEXT);
        return literal();
      }
      if (c == '"') {
        return quoted();
      }
      if (isSpace(c)) {
        at++;
        space();
        return true;
      }
      if (c == '-' && peek(1) == '-') {
        int end = lineEnd();
        at = end;
        space();
        return true;
      }
      if (c == '/' && peek(1) == '*') {
        return comment();
      }
      if (c == ';') {
        return onlySpaceAfter();
      }
      if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
        return number();
      }
      if (c == '$') {
        return parameter();
      }
      if (isLetter(c)) {
        return word();
      }
      if (c < ' ' || c == '\\' || c == 0x7f) {
        return false;
      }
      out.append(c);
      at++;
      return true;
    }

    private boolean literal() {
      at++;
      while (at < sql.length()) {
        char c = sql.charAt(at++);
        if (c == '\\') {
          return false;
        }
        if (c == '\'') {
          if (peek(0) != '\'') {
            return true;
          }
          at++;
        }
      }
      return false;
    }

    private boolean quoted() {
      int start = at++;
      StringBuilder name = new StringBuilder();
      while (at < sql.length()) {
        char c = sql.charAt(at++);
        if (c != '"') {
          name.append(c);
        } else if (peek(0) == '"') {
          name.append('"');
          at++;
        } else {
          out.append(sql, start, at);
          words.add(new Word(name.toString(), true, isCalled()));
          return true;
        }
      }
      return false;
    }

    private boolean comment() {
      int end = sql.indexOf("*/", at + 2);
      int nested = sql.indexOf("/*", at + 2);
      if (end < 0 || (nested >= 0 && nested < end)) {
        return false;
      }
      at = end + 2;
      space();
      return true;
    }

    private boolean onlySpaceAfter() {
      at++;
      while (at < sql.length() && (isSpace(sql.charAt(at)) || sql.charAt(at) == ';')) {
        at++;
      }
      return at == sql.length();
    }

    /// A letter right behind a number is read in more than one way.
    private boolean number() {
      while (isDigit(peek(0)) || peek(0) == '.') {
        at++;
      }
      if ((peek(0) == 'e' || peek(0) == 'E')
          && (isDigit(peek(1)) || ((peek(1) == '-' || peek(1) == '+') && isDigit(peek(2))))) {
        at += 2;
        while (isDigit(peek(0))) {
          at++;
        }
      }
      out.append(NUMBER);
      return !isLetter(peek(0)) && peek(0) != '$';
    }

    private boolean parameter() {
      at++;
      if (!isDigit(peek(0))) {
        return false;
      }
      while (isDigit(peek(0))) {
        at++;
      }
      out.append(NUMBER);
      return !isLetter(peek(0)) && peek(0) != '$';
    }

    /// A letter right before a literal gives it another meaning (`E''`, `U&""`).
    private boolean word() {
      int start = at;
      while (isLetter(peek(0)) || isDigit(peek(0))) {
        at++;
      }
      char next = peek(0);
      boolean prefix = next == '\'' || next == '"' || next == '$';
      boolean unicode = next == '&' && (peek(1) == '\'' || peek(1) == '"');
      String name = sql.substring(start, at);
      out.append(name);
      words.add(new Word(folded(name), false, isCalled()));
      return !prefix && !unicode;
    }

    /// Only ASCII: beyond it the server folds by its own locale, or not at all.
    private static String folded(String name) {
      return name.chars().allMatch(c -> c < 0x80) ? name.toLowerCase(Locale.ROOT) : name;
    }

    private boolean isCalled() {
      int ahead = at;
      while (ahead < sql.length()) {
        char c = sql.charAt(ahead);
        if (isSpace(c)) {
          ahead++;
        } else if (c == '-' && ahead + 1 < sql.length() && sql.charAt(ahead + 1) == '-') {
          ahead = lineEnd(ahead);
        } else if (c == '/' && ahead + 1 < sql.length() && sql.charAt(ahead + 1) == '*') {
          int end = sql.indexOf("*/", ahead + 2);
          ahead = end < 0 ? sql.length() : end + 2;
        } else {
          return c == '(';
        }
      }
      return false;
    }

    private void space() {
      if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
        out.append(' ');
      }
    }

    private int lineEnd() {
      return lineEnd(at);
    }

    private int lineEnd(int from) {
      int end = from;
      while (end < sql.length() && sql.charAt(end) != '\n' && sql.charAt(end) != '\r') {
        end++;
      }
      return end;
    }

    private char peek(int ahead) {
      return at + ahead < sql.length() ? sql.charAt(at + ahead) : 0;
    }

    private static boolean isSpace(char c) {
      return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }
  }
}

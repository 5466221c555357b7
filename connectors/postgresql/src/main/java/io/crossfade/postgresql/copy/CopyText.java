package io.crossfade.postgresql.copy;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text format of COPY: fields between tabs, rows between newlines, {@code \N} for NULL.
 */
final class CopyText {
  private CopyText() {}

  /** Splits one row, with its newline, into its values. */
  static @Nullable String[] split(byte[] line, int columns) {
    @Nullable String[] values = new String[columns];
    int start = 0;
    int field = 0;
    boolean escaped = false;
    for (int i = 0; i < line.length; i++) {
      byte b = line[i];
      if (b == '\\') {
        escaped = true;
        i++;
      } else if (b == '\t' || b == '\n') {
        values[field++] = value(line, start, i, escaped);
        start = i + 1;
        escaped = false;
      }
    }
    if (field != columns) {
      throw new IllegalStateException(
          "a row of " + field + " values came where " + columns + " were asked for");
    }
    return values;
  }

  private static @Nullable String value(byte[] line, int start, int end, boolean escaped) {
    if (!escaped) {
      return new String(line, start, end - start, StandardCharsets.UTF_8);
    }
    if (end - start == 2 && line[start + 1] == 'N') {
      return null;
    }
    byte[] plain = new byte[end - start];
    int length = 0;
    for (int i = start; i < end; i++) {
      plain[length++] = line[i] == '\\' ? unescaped(line[++i]) : line[i];
    }
    return new String(plain, 0, length, StandardCharsets.UTF_8);
  }

  static byte unescaped(byte letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0b;
      default -> letter;
    };
  }
}

package io.crossfade.mysql.log;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.MalformedInputException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A character set of several bytes, as the server has it. Java's of the same name differ from it by
 * some characters, and from one release to the next.
 */
final class ServerCharacters {
  private static final int DOUBLE_BYTES = 1 << 16;
  private static final int LEAD_OF_THREE = 0x8f;

  /** From here on, four bytes of gb18030 count through all planes but the first. */
  private static final int FURTHER_PLANES = 0x90;

  private static final String BYTES =
      "WITH RECURSIVE b (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM b WHERE n < 255) ";
  private static final String SINGLE = "SELECT n, CHAR(n USING %1$s) FROM b";
  private static final String DOUBLE =
      " UNION ALL SELECT x.n * 256 + y.n, CHAR(x.n, y.n USING %1$s) FROM b x JOIN b y"
          + " WHERE x.n > 127 AND y.n > 63";
  private static final String TRIPLE =
      " UNION ALL SELECT (143 * 256 + x.n) * 256 + y.n, CHAR(143, x.n, y.n USING %1$s)"
          + " FROM b x JOIN b y WHERE x.n > 160 AND y.n > 160";
  private static final String FOURFOLD =
      " UNION ALL SELECT ((x.n * 256 + y.n) * 256 + z.n) * 256 + w.n, CHAR(x.n, y.n, z.n, w.n USING %1$s)"
          + " FROM b x JOIN b y JOIN b z JOIN b w WHERE x.n BETWEEN 129 AND 132"
          + " AND y.n BETWEEN 48 AND 57 AND z.n BETWEEN 129 AND 254 AND w.n BETWEEN 48 AND 57";

  private final boolean hasKana;
  private final boolean hasTriples;
  private final boolean hasFourfold;
  private final @Nullable String[] characters = new @Nullable String[DOUBLE_BYTES];
  private final Map<Integer, String> longer = new HashMap<>();

  private ServerCharacters(String name) {
    this.hasKana = name.equals("sjis") || name.equals("cp932");
    this.hasTriples = name.equals("ujis") || name.equals("eucjpms");
    this.hasFourfold = name.equals("gb18030");
  }

  static ServerCharacters read(Connection connection, String name) throws SQLException {
    ServerCharacters set = new ServerCharacters(name);
    String all =
        BYTES
            + SINGLE
            + DOUBLE
            + (set.hasTriples ? TRIPLE : "")
            + (set.hasFourfold ? FOURFOLD : "");
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(all.formatted(name))) {
      while (row.next()) {
        set.put((int) row.getLong(1), row.getString(2));
      }
    }
    return set;
  }

  /** What is no character has no text on some servers, on others a question mark for each byte. */
  private void put(int code, @Nullable String text) {
    if (text == null) {
      return;
    }
    if (code >= 0 && code < DOUBLE_BYTES) {
      characters[code] = text;
    } else {
      longer.put(code, text);
    }
  }

  String text(byte[] bytes, int from, int length) throws CharacterCodingException {
    StringBuilder text = new StringBuilder(length);
    int end = from + length;
    for (int at = from; at < end; ) {
      int width = width(bytes, at, end);
      if (at + width > end) {
        throw new MalformedInputException(end - at);
      }
      int code = 0;
      for (int i = 0; i < width; i++) {
        code = code << 8 | bytes[at + i] & 0xff;
      }
      append(text, code, width);
      at += width;
    }
    return text.toString();
  }

  private int width(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xff;
    if (lead < 0x80 || hasKana && lead > 0xa0 && lead < 0xe0) {
      return 1;
    }
    if (hasTriples && lead == LEAD_OF_THREE) {
      return 3;
    }
    boolean isFourfold =
        hasFourfold && at + 1 < end && bytes[at + 1] >= '0' && bytes[at + 1] <= '9';
    return isFourfold ? 4 : 2;
  }

  private void append(StringBuilder text, int code, int width) throws CharacterCodingException {
    String character = width < 3 ? characters[code] : longer.get(code);
    if (character != null) {
      text.append(character);
    } else if (width == 4) {
      text.appendCodePoint(furtherPlanes(code));
    } else {
      throw new MalformedInputException(width);
    }
  }

  /** What lies between the planes or behind the last is a character that nobody knows. */
  private static int furtherPlanes(int code) {
    int row = ((code >>> 24) - FURTHER_PLANES) * 10 + (code >> 16 & 0xff) - '0';
    int point = 0x10000 + (row * 126 + (code >> 8 & 0xff) - 0x81) * 10 + (code & 0xff) - '0';
    return point < 0x10000 || point > Character.MAX_CODE_POINT ? '?' : point;
  }
}

package io.crossfade.mysql.log;

import io.crossfade.connector.session.SqlWork;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.mysql.session.Sessions;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The server's character sets. What one means that is not Unicode's is asked of the server itself,
 * so that the log is read as a query would be; each is asked once.
 */
final class Charsets {
  /** Makes text of bytes. */
  @FunctionalInterface
  interface Decoding {
    String text(byte[] bytes, int from, int length);
  }

  private static final int SINGLE_BYTES = 256;
  private static final char REPLACEMENT = '\ufffd';

  private static final Map<String, Charset> UNICODE =
      Map.of(
          "utf8mb4", StandardCharsets.UTF_8,
          "utf8mb3", StandardCharsets.UTF_8,
          "utf8", StandardCharsets.UTF_8,
          "ascii", StandardCharsets.US_ASCII,
          "ucs2", StandardCharsets.UTF_16BE,
          "utf16", StandardCharsets.UTF_16BE,
          "utf16le", StandardCharsets.UTF_16LE,
          "utf32", Charset.forName("UTF-32BE"));

  /** Of several bytes. */
  private static final Set<String> ASIAN =
      Set.of("gbk", "gb2312", "gb18030", "big5", "sjis", "cp932", "ujis", "eucjpms", "euckr");

  private static final Map<String, Integer> LONGEST =
      Map.ofEntries(
          Map.entry("utf8mb4", 4),
          Map.entry("utf8mb3", 3),
          Map.entry("utf8", 3),
          Map.entry("ucs2", 2),
          Map.entry("utf16", 4),
          Map.entry("utf16le", 4),
          Map.entry("utf32", 4),
          Map.entry("gbk", 2),
          Map.entry("gb2312", 2),
          Map.entry("gb18030", 4),
          Map.entry("big5", 2),
          Map.entry("sjis", 2),
          Map.entry("cp932", 2),
          Map.entry("ujis", 3),
          Map.entry("eucjpms", 3),
          Map.entry("euckr", 2));

  private final Sessions sessions;
  private final Map<String, Decoding> known = new HashMap<>();

  Charsets(Sessions sessions) {
    this.sessions = sessions;
  }

  Decoding of(String name) {
    return known.computeIfAbsent(name, this::find);
  }

  /** How many bytes a character may have. */
  static int longest(String name) {
    return LONGEST.getOrDefault(name, 1);
  }

  private Decoding find(String name) {
    Charset charset = UNICODE.get(name);
    if (charset != null) {
      return of(charset);
    }
    return ASIAN.contains(name) ? severalBytes(name) : singleBytes(name);
  }

  /** Bytes that are no text of the set are refused: a query would tell something else of them. */
  static Decoding of(Charset charset) {
    return (bytes, from, length) -> {
      String text = new String(bytes, from, length, charset);
      if (text.indexOf(REPLACEMENT) >= 0) {
        requireText(charset, ByteBuffer.wrap(bytes, from, length));
      }
      return text;
    };
  }

  /** The sign that Java puts for bytes that are no text may also be meant. */
  private static void requireText(Charset charset, ByteBuffer bytes) {
    try {
      charset.newDecoder().decode(bytes);
    } catch (CharacterCodingException e) {
      throw noText(charset.name(), e);
    }
  }

  private Decoding severalBytes(String name) {
    ServerCharacters set = ask(c -> ServerCharacters.read(c, name));
    return (bytes, from, length) -> {
      try {
        return set.text(bytes, from, length);
      } catch (CharacterCodingException e) {
        throw noText(name, e);
      }
    };
  }

  private Decoding singleBytes(String name) {
    if (!name.matches("[a-z0-9]+")) {
      throw unknown(name);
    }
    String characters = ask(c -> singleBytes(c, name));
    if (characters.length() != SINGLE_BYTES) {
      throw unknown(name);
    }
    return (bytes, from, length) -> {
      char[] text = new char[length];
      for (int i = 0; i < length; i++) {
        text[i] = characters.charAt(bytes[from + i] & 0xff);
      }
      return new String(text);
    };
  }

  private <T> T ask(SqlWork<T> work) {
    return sessions.call("charset", "ask for a character set", work);
  }

  private static String singleBytes(Connection connection, String name) throws SQLException {
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < SINGLE_BYTES; i++) {
      bytes.append(String.format("%02X", i));
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT CONVERT(UNHEX('" + bytes + "') USING " + name + ")")) {
      row.next();
      return row.getString(1);
    }
  }

  private static CrossfadeException noText(String name, CharacterCodingException cause) {
    return new CrossfadeException(
        ErrorCode.TABLE_UNSUPPORTED,
        "a value in the log is no text of its character set "
            + name
            + "; mend the row and copy its table anew, or exclude the table",
        Map.of("charset", name),
        cause);
  }

  private static CrossfadeException unknown(String name) {
    return new CrossfadeException(
        ErrorCode.TABLE_UNSUPPORTED,
        "the character set " + name + " cannot be read from the log; convert its tables to utf8mb4",
        Map.of("charset", name));
  }
}

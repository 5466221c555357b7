package io.crossfade.mysql.log;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** MariaDB's types of fixed size: uuid and addresses. */
final class Addresses {
  private static final HexFormat HEX = HexFormat.of();
  private static final int UUID_SIZE = 16;
  private static final int WORDS = 8;

  private Addresses() {}

  /** Null where the log's column is something else. */
  static @Nullable LoggedValue of(LoggedColumn logged, String type) {
    int size = type.equals("inet4") ? 4 : UUID_SIZE;
    if (logged.type() != LoggedTypes.STRING || logged.meta() != size) {
      return null;
    }
    return new LoggedValue.Sized(
        1,
        (bytes, from, length) -> {
          // The log cuts zeros off at the end.
          byte[] whole = new byte[size];
          System.arraycopy(bytes, from, whole, 0, length);
          return type.equals("uuid") ? uuid(whole) : address(whole);
        });
  }

  private static String uuid(byte[] bytes) {
    String hex = HEX.formatHex(bytes);
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }

  private static String address(byte[] bytes) {
    return bytes.length == UUID_SIZE ? inet6(bytes) : inet4(bytes, 0);
  }

  private static String inet4(byte[] bytes, int from) {
    return (bytes[from] & 0xff)
        + "."
        + (bytes[from + 1] & 0xff)
        + "."
        + (bytes[from + 2] & 0xff)
        + "."
        + (bytes[from + 3] & 0xff);
  }

  /** As the server writes it: the first of the longest rows of zeros is left out. */
  private static String inet6(byte[] bytes) {
    int[] words = new int[WORDS];
    int gap = -1;
    int longest = 0;
    int zeros = 0;
    for (int i = 0; i < WORDS; i++) {
      words[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
      zeros = words[i] == 0 ? zeros + 1 : 0;
      if (zeros > longest) {
        longest = zeros;
        gap = i + 1 - zeros;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < WORDS; i++) {
      if (i == gap) {
        text.append(i == 0 ? "::" : ":");
        i += longest - 1;
      } else if (i == 6 && gap == 0 && (longest == 6 || longest == 5 && words[5] == 0xffff)) {
        return text.append(inet4(bytes, 12)).toString();
      } else {
        text.append(Integer.toHexString(words[i])).append(i == WORDS - 1 ? "" : ":");
      }
    }
    return text.toString();
  }
}

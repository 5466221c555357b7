package io.crossfade.mysql.log;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** MariaDB's types of fixed size: uuid and addresses. */
final class Addresses {
  private static final HexFormat HEX = HexFormat.of();
  private static final int UUID_SIZE = 16;

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
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
    }
  }
}

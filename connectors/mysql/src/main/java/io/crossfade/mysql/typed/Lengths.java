package io.crossfade.mysql.typed;

/** A length before a value: one byte, or a byte that says how many bytes hold it. */
final class Lengths {
  private Lengths() {}

  /** How many bytes follow the first one. */
  static int more(int first) {
    return switch (first) {
      case 252 -> 2;
      case 253 -> 3;
      case 254 -> 8;
      default -> 0;
    };
  }

  static int read(byte[] from, int at, int bytes) {
    long length = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      length = (length << 8) | (from[at + i] & 0xff);
    }
    return Math.toIntExact(length);
  }
}

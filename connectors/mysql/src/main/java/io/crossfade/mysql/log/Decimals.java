package io.crossfade.mysql.log;

/**
 * Decimals as the server packs them: nine digits in four bytes, what is left over in fewer, the
 * sign in the highest bit; all bits are turned where the number is negative.
 */
final class Decimals {
  private static final int GROUP = 9;
  private static final int[] SIZES = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

  private Decimals() {}

  static int size(int precision, int scale) {
    int whole = precision - scale;
    return whole / GROUP * 4 + SIZES[whole % GROUP] + scale / GROUP * 4 + SIZES[scale % GROUP];
  }

  /** With exactly so many digits of fraction. */
  static String print(Bytes in, int precision, int scale) {
    byte[] bytes = in.copy(size(precision, scale));
    boolean negative = (bytes[0] & 0x80) == 0;
    bytes[0] ^= (byte) 0x80;
    if (negative) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) ~bytes[i];
      }
    }
    Bytes packed = new Bytes(bytes);
    char[] text = new char[precision + 3];
    int at = 1; // There is room for a sign before.
    int whole = precision - scale;
    at = group(packed, whole % GROUP, text, at);
    for (int i = 0; i < whole / GROUP; i++) {
      at = group(packed, GROUP, text, at);
    }
    int begin = 1;
    while (begin < at - 1 && text[begin] == '0') {
      begin++;
    }
    if (at == 1) {
      text[at++] = '0';
    }
    if (scale > 0) {
      text[at++] = '.';
      for (int i = 0; i < scale / GROUP; i++) {
        at = group(packed, GROUP, text, at);
      }
      at = group(packed, scale % GROUP, text, at);
    }
    if (negative && !isZero(text, begin, at)) {
      text[--begin] = '-';
    }
    return new String(text, begin, at - begin);
  }

  private static int group(Bytes packed, int digits, char[] text, int at) {
    int value = (int) packed.big(SIZES[digits]);
    for (int i = digits - 1; i >= 0; i--) {
      text[at + i] = (char) ('0' + value % 10);
      value /= 10;
    }
    return at + digits;
  }

  private static boolean isZero(char[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] != '0' && text[i] != '.') {
        return false;
      }
    }
    return true;
  }
}

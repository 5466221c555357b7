package io.crossfade.mysql.typed;

/** Decimal numbers as typed frames have them: groups of four digits, and where the point is. */
final class Numeric {
  private static final int GROUP = 4;
  private static final int BASE = 10_000;
  private static final int HEAD = 8;
  private static final int NEGATIVE = 0x4000;
  private static final int NAN = 0xc000;
  private static final int INFINITY = 0xd000;
  private static final int MINUS_INFINITY = 0xf000;

  private Numeric() {}

  /** Adds a field; false, and nothing is added, where these are not plain digits. */
  static boolean write(byte[] digits, int from, int to, TypedRows out) {
    boolean negative = from < to && digits[from] == '-';
    int start = negative ? from + 1 : from;
    int point = point(digits, start, to);
    if (point < 0) {
      return false;
    }
    int whole = point - start;
    int fraction = Math.max(0, to - point - 1);
    int groups = (whole + GROUP - 1) / GROUP;
    int all = groups + (fraction + GROUP - 1) / GROUP;
    out.beginField(HEAD + 2 * all);
    out.int16(all);
    out.int16(groups - 1);
    out.int16(negative ? NEGATIVE : 0);
    out.int16(fraction);
    for (int end = point - (groups - 1) * GROUP; end <= point && groups > 0; end += GROUP) {
      out.int16(group(digits, Math.max(start, end - GROUP), end));
    }
    for (int at = point + 1; at < to; at += GROUP) {
      int end = Math.min(at + GROUP, to);
      int group = group(digits, at, end);
      for (int missing = at + GROUP - end; missing > 0; missing--) {
        group *= 10;
      }
      out.int16(group);
    }
    return true;
  }

  /** Where it is, or the end; -1 where there is anything but digits and one point between them. */
  private static int point(byte[] digits, int from, int to) {
    int point = to;
    for (int i = from; i < to; i++) {
      byte b = digits[i];
      if (b == '.' && point == to && i > from && i < to - 1) {
        point = i;
      } else if (b < '0' || b > '9') {
        return -1;
      }
    }
    return from == to ? -1 : point;
  }

  private static int group(byte[] digits, int from, int to) {
    int group = 0;
    for (int i = from; i < to; i++) {
      group = group * 10 + digits[i] - '0';
    }
    return group;
  }

  static void write(long value, boolean unsigned, TypedRows out) {
    boolean negative = !unsigned && value < 0;
    long size = negative ? -value : value; // of the smallest number too, taken as unsigned
    int[] groups = new int[5];
    int count = 0;
    while (size != 0) {
      groups[count++] = (int) Long.remainderUnsigned(size, BASE);
      size = Long.divideUnsigned(size, BASE);
    }
    out.beginField(HEAD + 2 * count);
    out.int16(count);
    out.int16(count - 1);
    out.int16(negative ? NEGATIVE : 0);
    out.int16(0);
    while (count > 0) {
      out.int16(groups[--count]);
    }
  }

  /** One of those that are no number of digits; false where the text is none of them. */
  static boolean writeNamed(String name, TypedRows out) {
    int sign =
        switch (name) {
          case "NaN" -> NAN;
          case "Infinity" -> INFINITY;
          case "-Infinity" -> MINUS_INFINITY;
          default -> 0;
        };
    if (sign == 0) {
      return false;
    }
    out.beginField(HEAD);
    out.int16(0);
    out.int16(0);
    out.int16(sign);
    out.int16(0);
    return true;
  }
}

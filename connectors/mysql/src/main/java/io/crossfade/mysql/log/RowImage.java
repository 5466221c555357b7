package io.crossfade.mysql.log;

import java.util.Arrays;

/** Which of a table's columns the rows of an event carry. */
final class RowImage {
  private final byte[] bits;

  /** By their places in the log. */
  final int[] columns;

  RowImage(Bytes in, int width) {
    this.bits = in.copy((width + 7) / 8);
    int[] found = new int[width];
    int count = 0;
    for (int i = 0; i < width; i++) {
      if ((bits[i >> 3] >> (i & 7) & 1) != 0) {
        found[count++] = i;
      }
    }
    this.columns = Arrays.copyOf(found, count);
  }

  int nullBytes() {
    return (columns.length + 7) / 8;
  }

  /** How many bytes of the event tell it. */
  int size() {
    return bits.length;
  }

  /** Whether these bytes tell the same one. */
  boolean isAt(byte[] event, int at) {
    return Arrays.equals(bits, 0, bits.length, event, at, at + bits.length);
  }
}

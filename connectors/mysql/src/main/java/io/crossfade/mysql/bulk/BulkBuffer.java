package io.crossfade.mysql.bulk;

import java.util.Arrays;

/** Parameters as bytes, in the server's order of bytes. */
final class BulkBuffer {
  private byte[] bytes = new byte[64 * 1024];
  private int length;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** What was put after that is forgotten. */
  void cut(int length) {
    this.length = length;
  }

  void one(int value) {
    room(1);
    bytes[length++] = (byte) value;
  }

  void eight(long value) {
    room(8);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      bytes[length++] = (byte) (value >>> shift);
    }
  }

  /** With their number before them, which is as long as it needs to be. */
  void sized(byte[] value) {
    if (value.length < 0xfb) {
      one(value.length);
    } else if (value.length <= 0xffff) {
      one(0xfc);
      number(value.length, 2);
    } else if (value.length <= 0xffffff) {
      one(0xfd);
      number(value.length, 3);
    } else {
      one(0xfe);
      number(value.length, 8);
    }
    room(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  private void number(long value, int size) {
    for (int i = 0; i < size; i++) {
      one((int) (value >>> (i * Byte.SIZE)));
    }
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}

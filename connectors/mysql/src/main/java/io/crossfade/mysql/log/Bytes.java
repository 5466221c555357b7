package io.crossfade.mysql.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads the values of an event one after the other, without copying it. */
final class Bytes {
  private static final VarHandle INT16 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int TWO_BYTES = 252;
  private static final int THREE_BYTES = 253;
  private static final int EIGHT_BYTES = 254;

  private final byte[] array;
  private final int end;
  private int at;

  Bytes(byte[] array, int from, int end) {
    this.array = array;
    this.at = from;
    this.end = end;
  }

  Bytes(byte[] array) {
    this(array, 0, array.length);
  }

  byte[] array() {
    return array;
  }

  int at() {
    return at;
  }

  int end() {
    return end;
  }

  int left() {
    return end - at;
  }

  void skip(int count) {
    at += count;
    if (at > end) {
      throw new IndexOutOfBoundsException("an event in the log ends too early");
    }
  }

  int int8() {
    return array[at++] & 0xff;
  }

  int int16() {
    int value = (short) INT16.get(array, at) & 0xffff;
    at += 2;
    return value;
  }

  int int24() {
    int value = (array[at] & 0xff) | (array[at + 1] & 0xff) << 8 | (array[at + 2] & 0xff) << 16;
    at += 3;
    return value;
  }

  int int32() {
    int value = (int) INT32.get(array, at);
    at += 4;
    return value;
  }

  long uint32() {
    return Integer.toUnsignedLong(int32());
  }

  long int48() {
    return uint32() | (long) int16() << 32;
  }

  long int64() {
    long value = (long) INT64.get(array, at);
    at += 8;
    return value;
  }

  /** An unsigned number of so many bytes, at most seven, the lowest first. */
  long little(int size) {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (array[at++] & 0xffL) << 8 * i;
    }
    return value;
  }

  /** An unsigned number of so many bytes, at most seven, the highest first. */
  long big(int size) {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | array[at++] & 0xff;
    }
    return value;
  }

  /** A number whose first byte tells its size. */
  int packed() {
    int first = int8();
    long value =
        switch (first) {
          case TWO_BYTES -> int16();
          case THREE_BYTES -> int24();
          case EIGHT_BYTES -> int64();
          default -> first;
        };
    return Math.toIntExact(value);
  }

  byte[] copy(int length) {
    byte[] copy = new byte[length];
    System.arraycopy(array, at, copy, 0, length);
    skip(length);
    return copy;
  }

  /** A part of the same array, for another reader. */
  Bytes part(int length) {
    Bytes part = new Bytes(array, at, at + length);
    skip(length);
    return part;
  }

  String text(int length) {
    String value = new String(array, at, length, StandardCharsets.UTF_8);
    skip(length);
    return value;
  }
}

package io.crossfade.mysql.typed;

import io.crossfade.connector.Snapshot.ByteSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Rows in the layout of {@code SharedFormats.TYPED}: a head, then for each row the number of its
 * fields, and each field's length and bytes, the largest byte of a number first. One buffer is
 * filled again and again.
 */
final class TypedRows {
  private static final int FULL = 64 * 1024;
  private static final byte[] SIGNATURE =
      "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final VarHandle SHORT = handle(short[].class);
  private static final VarHandle INT = handle(int[].class);
  private static final VarHandle LONG = handle(long[].class);

  private final ByteSink sink;
  private byte[] bytes = new byte[1024];
  private int length;

  TypedRows(ByteSink sink) {
    this.sink = sink;
  }

  private static VarHandle handle(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.BIG_ENDIAN);
  }

  /** Before the first row. */
  void begin() {
    room(SIGNATURE.length + 8);
    System.arraycopy(SIGNATURE, 0, bytes, length, SIGNATURE.length);
    length += SIGNATURE.length;
    int64(0); // no flags, nothing more in the head
  }

  void beginRow(int fields) {
    room(2);
    int16(fields);
  }

  void endRow() {
    if (length >= FULL) {
      flush();
    }
  }

  /** After the last row. */
  void end() {
    room(2);
    int16(-1);
    flush();
  }

  private void flush() {
    sink.accept(bytes, 0, length);
    length = 0;
  }

  void nullField() {
    room(4);
    int32(-1);
  }

  void field8(int value) {
    room(5);
    int32(1);
    bytes[length++] = (byte) value;
  }

  void field16(int value) {
    room(6);
    int32(2);
    int16(value);
  }

  void field32(int value) {
    room(8);
    int32(4);
    int32(value);
  }

  void field64(long value) {
    room(12);
    int32(8);
    int64(value);
  }

  void field(byte[] value, int from, int to) {
    beginField(to - from);
    put(value, from, to);
  }

  /** What follows has to be so many bytes. */
  void beginField(int size) {
    room(4 + size);
    int32(size);
  }

  void put(byte[] value, int from, int to) {
    System.arraycopy(value, from, bytes, length, to - from);
    length += to - from;
  }

  void int8(int value) {
    bytes[length++] = (byte) value;
  }

  void int16(int value) {
    SHORT.set(bytes, length, (short) value);
    length += 2;
  }

  void int32(int value) {
    INT.set(bytes, length, value);
    length += 4;
  }

  void int64(long value) {
    LONG.set(bytes, length, value);
    length += 8;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}

package io.crossfade.postgresql.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads the values of a protocol message one after the other, without copying the message. */
final class WireReader {
  private static final VarHandle INT16 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] message = new byte[0];
  private int at;

  /** Begins a message. */
  WireReader over(byte[] bytes, int from) {
    message = bytes;
    at = from;
    return this;
  }

  byte int8() {
    return message[at++];
  }

  int int16() {
    int value = (short) INT16.get(message, at);
    at += 2;
    return value;
  }

  int int32() {
    int value = (int) INT32.get(message, at);
    at += 4;
    return value;
  }

  long int64() {
    long value = (long) INT64.get(message, at);
    at += 8;
    return value;
  }

  String text(int length) {
    String value = new String(message, at, length, StandardCharsets.UTF_8);
    at += length;
    return value;
  }

  /** Text up to a zero byte. */
  String name() {
    int end = at;
    while (message[end] != 0) {
      end++;
    }
    String value = text(end - at);
    at++;
    return value;
  }
}

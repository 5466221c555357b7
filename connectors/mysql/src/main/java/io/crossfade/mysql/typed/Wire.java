package io.crossfade.mysql.typed;

import io.crossfade.model.values.ShortestFloat;
import io.crossfade.mysql.values.Form;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.mariadb.jdbc.client.ColumnDecoder;

/**
 * How a value lies in a row of the server's binary protocol: numbers with their smallest byte
 * first, dates and times as their parts, all else as a length and bytes.
 */
enum Wire {
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  YEAR(2),
  FLOAT(4),
  DOUBLE(8),
  /** Year, month and day; nothing at all where all are zero. */
  DATE(0),
  /** As {@link #DATE}, and hour, minute, second, and microseconds, each where they are not zero. */
  DATETIME(0),
  /** A sign, days, hour, minute, second, and microseconds where they are not zero. */
  TIME(0),
  BYTES(0);

  private static final VarHandle SHORT = handle(short[].class);
  private static final VarHandle INT = handle(int[].class);
  private static final VarHandle LONG = handle(long[].class);
  private static final VarHandle SINGLE = handle(float[].class);
  private static final VarHandle FLOATING = handle(double[].class);

  /** In bytes; 0 where the length stands before the value. */
  private final int width;

  Wire(int width) {
    this.width = width;
  }

  private static VarHandle handle(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
  }

  static Wire of(ColumnDecoder column) {
    return switch (column.getType()) {
      case TINYINT -> INT8;
      case SMALLINT -> INT16;
      case MEDIUMINT, INTEGER -> INT32;
      case BIGINT -> INT64;
      case YEAR -> YEAR;
      case FLOAT -> FLOAT;
      case DOUBLE -> DOUBLE;
      case DATE -> DATE;
      case DATETIME, TIMESTAMP -> DATETIME;
      case TIME -> TIME;
      default -> BYTES;
    };
  }

  int width() {
    return width;
  }

  static int int16(byte[] from, int at) {
    return (short) SHORT.get(from, at) & 0xffff;
  }

  static int int32(byte[] from, int at) {
    return (int) INT.get(from, at);
  }

  static long int64(byte[] from, int at) {
    return (long) LONG.get(from, at);
  }

  static float single(byte[] from, int at) {
    return (float) SINGLE.get(from, at);
  }

  static double floating(byte[] from, int at) {
    return (double) FLOATING.get(from, at);
  }

  /** A whole number; one of 64 bits that has no sign is to be read so. */
  long whole(byte[] from, int at, boolean unsigned) {
    return switch (this) {
      case INT8 -> unsigned ? from[at] & 0xff : from[at];
      case INT16 -> unsigned ? int16(from, at) : (short) int16(from, at);
      case INT32 -> unsigned ? int32(from, at) & 0xffffffffL : int32(from, at);
      case YEAR -> int16(from, at);
      default -> int64(from, at);
    };
  }

  /**
   * The canonical text.
   *
   * @param form of a value that comes as bytes, and of moments
   */
  String text(byte[] from, int at, int end, boolean unsigned, Form form) {
    return switch (this) {
      case INT8, INT16, INT32 -> Long.toString(whole(from, at, unsigned));
      case INT64 ->
          unsigned ? Long.toUnsignedString(int64(from, at)) : Long.toString(int64(from, at));
      case YEAR -> padded(int16(from, at), 4);
      case FLOAT -> ShortestFloat.print(single(from, at), true);
      case DOUBLE -> ShortestFloat.print(floating(from, at), false);
      case DATE -> date(from, at, end);
      case DATETIME -> {
        String moment = date(from, at, end) + " " + clock(from, at + 4, end, 0);
        yield form == Form.INSTANT ? moment + "+00" : moment;
      }
      case TIME -> time(from, at, end);
      case BYTES -> form.text(Arrays.copyOfRange(from, at, end));
    };
  }

  private static String date(byte[] from, int at, int end) {
    return at == end
        ? "0000-00-00"
        : padded(int16(from, at), 4)
            + "-"
            + padded(from[at + 2], 2)
            + "-"
            + padded(from[at + 3], 2);
  }

  private static String time(byte[] from, int at, int end) {
    int days = at == end ? 0 : int32(from, at + 1);
    return (at < end && from[at] != 0 ? "-" : "") + clock(from, at + 5, end, days);
  }

  /** What is not there is zero. */
  private static String clock(byte[] from, int at, int end, int days) {
    if (end <= at) {
      return "00:00:00";
    }
    String whole =
        padded(days * 24 + from[at], 2)
            + ":"
            + padded(from[at + 1], 2)
            + ":"
            + padded(from[at + 2], 2);
    int micros = micros(from, at + 3, end);
    if (micros == 0) {
      return whole;
    }
    String fraction = "." + padded(micros, 6);
    int last = fraction.length();
    while (fraction.charAt(last - 1) == '0') {
      last--;
    }
    return whole + fraction.substring(0, last);
  }

  static int micros(byte[] from, int at, int end) {
    return at < end ? int32(from, at) : 0;
  }

  private static String padded(int number, int digits) {
    String text = Integer.toString(number);
    return text.length() < digits ? "0".repeat(digits - text.length()) + text : text;
  }
}

package io.crossfade.mysql.log;

import io.crossfade.model.values.ShortestFloat;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * MySQL's binary form of JSON, printed as its own queries print it: the order of the keys, the
 * blanks and the numbers are those of the server.
 */
final class JsonText {
  private static final int SMALL_OBJECT = 0;
  private static final int LARGE_OBJECT = 1;
  private static final int SMALL_ARRAY = 2;
  private static final int LARGE_ARRAY = 3;
  private static final int LITERAL = 4;
  private static final int INT16 = 5;
  private static final int UINT16 = 6;
  private static final int INT32 = 7;
  private static final int UINT32 = 8;
  private static final int INT64 = 9;
  private static final int UINT64 = 10;
  private static final int DOUBLE = 11;
  private static final int STRING = 12;
  private static final int OPAQUE = 15;

  private static final int OF_TIMESTAMP = 7;
  private static final int OF_DATE = 10;
  private static final int OF_TIME = 11;
  private static final int OF_DATETIME = 12;
  private static final int OF_DECIMAL = 246;

  /** Larger numbers, and smaller ones, are written with an exponent. */
  private static final int MOST_DIGITS = 15;

  private final byte[] bytes;
  private final StringBuilder text = new StringBuilder();

  private JsonText(byte[] bytes) {
    this.bytes = bytes;
  }

  static String print(byte[] array, int from, int length) {
    if (length == 0) {
      return "null";
    }
    JsonText json = new JsonText(array);
    json.value(array[from] & 0xff, from + 1, from + length);
    return json.text.toString();
  }

  private Bytes at(int at, int end) {
    return new Bytes(bytes, at, end);
  }

  private void value(int type, int at, int end) {
    switch (type) {
      case SMALL_OBJECT, LARGE_OBJECT, SMALL_ARRAY, LARGE_ARRAY -> container(type, at, end);
      case LITERAL -> literal(at(at, end).int8());
      case INT16 -> text.append((short) at(at, end).int16());
      case UINT16 -> text.append(at(at, end).int16());
      case INT32 -> text.append(at(at, end).int32());
      case UINT32 -> text.append(at(at, end).uint32());
      case INT64 -> text.append(at(at, end).int64());
      case UINT64 -> text.append(Long.toUnsignedString(at(at, end).int64()));
      case DOUBLE -> number(Double.longBitsToDouble(at(at, end).int64()));
      case STRING -> {
        Bytes in = at(at, end);
        quote(in.text(length(in)));
      }
      case OPAQUE -> opaque(at(at, end));
      default -> throw new IllegalStateException("unknown kind of JSON in the log: " + type);
    }
  }

  private void container(int type, int at, int end) {
    boolean isObject = type == SMALL_OBJECT || type == LARGE_OBJECT;
    boolean isLarge = type == LARGE_OBJECT || type == LARGE_ARRAY;
    int wide = isLarge ? 4 : 2;
    Bytes head = at(at, end);
    int count = (int) head.little(wide);
    head.skip(wide);
    int keys = head.at();
    int values = keys + (isObject ? count * (wide + 2) : 0);
    text.append(isObject ? '{' : '[');
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        text.append(", ");
      }
      if (isObject) {
        Bytes key = at(keys + i * (wide + 2), end);
        int offset = (int) key.little(wide);
        quote(at(at + offset, end).text(key.int16()));
        text.append(": ");
      }
      entry(at, values + i * (wide + 1), isLarge, end);
    }
    text.append(isObject ? '}' : ']');
  }

  /** Small values stand in the entry itself, others where it points to. */
  private void entry(int container, int entry, boolean isLarge, int end) {
    int type = bytes[entry] & 0xff;
    boolean isInline =
        type == LITERAL
            || type == INT16
            || type == UINT16
            || isLarge && (type == INT32 || type == UINT32);
    int place = isInline ? entry + 1 : container + (int) at(entry + 1, end).little(isLarge ? 4 : 2);
    value(type, place, end);
  }

  private void literal(int which) {
    text.append(which == 0 ? "null" : which == 1 ? "true" : "false");
  }

  private void number(double value) {
    if (value == 0) {
      text.append(1 / value < 0 ? "-0.0" : "0.0");
      return;
    }
    BigDecimal digits = ShortestFloat.digits(value);
    int point = digits.precision() - digits.scale();
    if (point > MOST_DIGITS || point < 1 - MOST_DIGITS) {
      String all = digits.unscaledValue().abs().toString();
      text.append(value < 0 ? "-" : "").append(all.charAt(0));
      if (all.length() > 1) {
        text.append('.').append(all, 1, all.length());
      }
      text.append('e').append(point - 1);
    } else {
      text.append(digits.toPlainString());
      if (digits.scale() <= 0) {
        text.append(".0");
      }
    }
  }

  private void opaque(Bytes in) {
    int type = in.int8();
    int length = length(in);
    if (type == OF_DECIMAL) {
      int precision = in.int8();
      text.append(Decimals.print(in, precision, in.int8()));
      return;
    }
    text.append('"');
    switch (type) {
      case OF_DATE -> Times.jsonDate(text, in.int64());
      case OF_TIME -> Times.jsonTime(text, in.int64());
      case OF_DATETIME, OF_TIMESTAMP -> Times.jsonDatetime(text, in.int64());
      default ->
          text.append("base64:type")
              .append(type)
              .append(':')
              .append(
                  new String(
                      Base64.getEncoder().encode(in.copy(length)), StandardCharsets.US_ASCII));
    }
    text.append('"');
  }

  private static int length(Bytes in) {
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.int8();
      length |= (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        return length;
      }
    }
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < ' ') {
            text.append(String.format("\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}

package io.crossfade.mysql.typed;

import io.crossfade.model.values.Conversion;
import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import org.jspecify.annotations.Nullable;

/**
 * A short cut for a value that becomes what it was, without a text. It takes only what it is sure
 * of; every other value, those that are refused among them, becomes a text and is converted as
 * everywhere else.
 */
interface Straight {
  /** Adds a field; false, and nothing is added, where it is not sure. */
  boolean write(byte[] from, int at, int end, TypedRows out);

  /** Null where there is none. */
  static @Nullable Straight of(Wire wire, boolean unsigned, Kind from, Kind to) {
    Conversion conversion = Conversion.between(from, to).orElseThrow();
    return switch (wire) {
      case INT8, INT16, INT32, INT64, YEAR -> whole(wire, unsigned, to, conversion);
      case FLOAT -> isFloat(from, to, 32) ? (b, at, end, out) -> single(b, at, out) : null;
      case DOUBLE -> isFloat(from, to, 64) ? (b, at, end, out) -> floating(b, at, out) : null;
      case DATE -> to.family() == Family.DATE ? Straight::date : null;
      case DATETIME ->
          to.is(Family.TIMESTAMP, Family.INSTANT) && from.scale() <= to.scale()
              ? Straight::moment
              : null;
      case TIME -> null;
      case BYTES -> bytes(from, to, conversion);
    };
  }

  private static @Nullable Straight whole(
      Wire wire, boolean unsigned, Kind to, Conversion conversion) {
    return switch (to.family()) {
      case INTEGER -> integer(wire, unsigned, to.size());
      case BOOLEAN ->
          (from, at, end, out) -> {
            long value = wire.whole(from, at, unsigned);
            boolean isSure = value == 0 || value == 1;
            if (isSure) {
              out.field8((int) value);
            }
            return isSure;
          };
      case DECIMAL ->
          conversion.isNothing()
              ? (from, at, end, out) -> {
                Numeric.write(wire.whole(from, at, unsigned), unsigned, out);
                return true;
              }
              : null;
      default -> null;
    };
  }

  private static Straight integer(Wire wire, boolean unsigned, int bits) {
    boolean mayBeNegative = unsigned && wire == Wire.INT64;
    long most = (1L << (bits - 1)) - 1;
    return (from, at, end, out) -> {
      long value = wire.whole(from, at, unsigned);
      if ((mayBeNegative && value < 0) || value > most || value < -most - 1) {
        return false;
      }
      switch (bits) {
        case 16 -> out.field16((int) value);
        case 32 -> out.field32((int) value);
        default -> out.field64(value);
      }
      return true;
    };
  }

  private static boolean isFloat(Kind from, Kind to, int bits) {
    return from.size() == bits && to.family() == Family.FLOAT && to.size() == bits;
  }

  private static boolean single(byte[] from, int at, TypedRows out) {
    out.field32(Wire.int32(from, at));
    return true;
  }

  private static boolean floating(byte[] from, int at, TypedRows out) {
    out.field64(Wire.int64(from, at));
    return true;
  }

  private static boolean date(byte[] from, int at, int end, TypedRows out) {
    boolean isSure = isDay(from, at, end);
    if (isSure) {
      out.field32(days(from, at));
    }
    return isSure;
  }

  private static boolean moment(byte[] from, int at, int end, TypedRows out) {
    if (!isDay(from, at, end)) {
      return false;
    }
    long clock =
        end - at < 7
            ? 0
            : Calendar.micros(
                from[at + 4], from[at + 5], from[at + 6], Wire.micros(from, at + 7, end));
    out.field64(days(from, at) * Calendar.DAY + clock);
    return true;
  }

  private static boolean isDay(byte[] from, int at, int end) {
    return end > at && Calendar.isDay(Wire.int16(from, at), from[at + 2], from[at + 3]);
  }

  private static int days(byte[] from, int at) {
    return Calendar.days(Wire.int16(from, at), from[at + 2], from[at + 3]);
  }

  private static @Nullable Straight bytes(Kind from, Kind to, Conversion conversion) {
    return switch (from.family()) {
      case DECIMAL -> keepsDigits(from, to) ? Numeric::write : null;
      case BYTES -> to.family() == Family.BYTES && conversion.isNothing() ? Straight::copy : null;
      case TEXT, ENUMERATION, SET -> to.family() == Family.TEXT ? text(from, to) : null;
      case JSON ->
          to.family() == Family.JSON ? (b, at, end, out) -> document(b, at, end, out) : null;
      default -> null;
    };
  }

  private static boolean keepsDigits(Kind from, Kind to) {
    boolean fits =
        to.size() == 0
            || (from.scale() <= to.scale() && from.size() - from.scale() <= to.size() - to.scale());
    return to.family() == Family.DECIMAL && fits;
  }

  private static boolean copy(byte[] from, int at, int end, TypedRows out) {
    out.field(from, at, end);
    return true;
  }

  /** Of no more bytes than the column has characters, and without U+0000. */
  private static @Nullable Straight text(Kind from, Kind to) {
    if (from.has(Trait.PADDED)) {
      return null;
    }
    boolean fits = to.size() == 0 || (from.size() > 0 && from.size() <= to.size());
    int most = fits ? Integer.MAX_VALUE : to.size();
    return (bytes, at, end, out) -> {
      boolean isSure = end - at <= most && !has((byte) 0, bytes, at, end);
      if (isSure) {
        out.field(bytes, at, end);
      }
      return isSure;
    };
  }

  /** Without a backslash there is no escaped character in it that could be refused. */
  private static boolean document(byte[] from, int at, int end, TypedRows out) {
    boolean isSure = !has((byte) '\\', from, at, end);
    if (isSure) {
      out.beginField(1 + end - at);
      out.int8(1);
      out.put(from, at, end);
    }
    return isSure;
  }

  private static boolean has(byte searched, byte[] bytes, int at, int end) {
    for (int i = at; i < end; i++) {
      if (bytes[i] == searched) {
        return true;
      }
    }
    return false;
  }
}

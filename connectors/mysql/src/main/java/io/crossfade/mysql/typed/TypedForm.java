package io.crossfade.mysql.typed;

import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the canonical text of a value is in typed frames, by the kind of the written column. Throws
 * an IllegalArgumentException or a DateTimeException where it is no such value.
 */
interface TypedForm {
  /** Adds a field. */
  void write(String value, TypedRows out);

  /** Empty where such values have no form. */
  static Optional<TypedForm> of(Kind kind) {
    return Optional.ofNullable(
        switch (kind.family()) {
          case INTEGER -> kind.has(Trait.UNSIGNED) ? null : integer(kind.size());
          case DECIMAL -> TypedForm::decimal;
          case FLOAT -> kind.size() == 32 ? TypedForm::single : TypedForm::floating;
          case BOOLEAN -> TypedForm::truth;
          case TEXT -> TypedForm::text;
          case BYTES -> TypedForm::bytes;
          case DATE -> TypedForm::date;
          case TIMESTAMP, INSTANT -> TypedForm::moment;
          case TIME -> (value, out) -> out.field64(clock(value));
          case INTERVAL -> TypedForm::interval;
          case JSON -> TypedForm::document;
          case UUID -> TypedForm::uuid;
          case BITS -> TypedForm::bits;
          case FLAG, YEAR, ENUMERATION, SET, OPAQUE -> null;
        });
  }

  private static @Nullable TypedForm integer(int bits) {
    return switch (bits) {
      case 16 -> (value, out) -> out.field16(Short.parseShort(value));
      case 32 -> (value, out) -> out.field32(Integer.parseInt(value));
      case 64 -> (value, out) -> out.field64(Long.parseLong(value));
      default -> null;
    };
  }

  private static void decimal(String value, TypedRows out) {
    byte[] digits = value.getBytes(StandardCharsets.UTF_8);
    if (!Numeric.write(digits, 0, digits.length, out) && !Numeric.writeNamed(value, out)) {
      throw new NumberFormatException("no plain number");
    }
  }

  private static void single(String value, TypedRows out) {
    out.field32(Float.floatToIntBits(Float.parseFloat(value)));
  }

  private static void floating(String value, TypedRows out) {
    out.field64(Double.doubleToLongBits(Double.parseDouble(value)));
  }

  private static void truth(String value, TypedRows out) {
    switch (value) {
      case "t" -> out.field8(1);
      case "f" -> out.field8(0);
      default -> throw new IllegalArgumentException("neither true nor false");
    }
  }

  private static void text(String value, TypedRows out) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.field(bytes, 0, bytes.length);
  }

  private static void bytes(String value, TypedRows out) {
    if (!value.startsWith("\\x")) {
      throw new IllegalArgumentException("no byte string");
    }
    byte[] bytes = HexFormat.of().parseHex(value, 2, value.length());
    out.field(bytes, 0, bytes.length);
  }

  private static void date(String value, TypedRows out) {
    switch (value) {
      case "infinity" -> out.field32(Integer.MAX_VALUE);
      case "-infinity" -> out.field32(Integer.MIN_VALUE);
      default -> out.field32(Calendar.days(LocalDate.parse(value)));
    }
  }

  private static void moment(String value, TypedRows out) {
    switch (value) {
      case "infinity" -> out.field64(Long.MAX_VALUE);
      case "-infinity" -> out.field64(Long.MIN_VALUE);
      default -> {
        String local = value.endsWith("+00") ? value.substring(0, value.length() - 3) : value;
        int blank = local.indexOf(' ');
        LocalDate date = LocalDate.parse(local.substring(0, Math.max(0, blank)));
        out.field64(Calendar.days(date) * Calendar.DAY + clock(local.substring(blank + 1)));
      }
    }
  }

  private static void interval(String value, TypedRows out) {
    boolean negative = value.startsWith("-");
    long micros = clock(negative ? value.substring(1) : value);
    out.beginField(16);
    out.int64(negative ? -micros : micros);
    out.int32(0); // days
    out.int32(0); // months
  }

  private static long clock(String value) {
    Matcher parts = CLOCK.matcher(value);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no time");
    }
    String fraction = parts.group(4) == null ? "" : parts.group(4);
    return Calendar.micros(
        Integer.parseInt(parts.group(1)),
        Integer.parseInt(parts.group(2)),
        Integer.parseInt(parts.group(3)),
        Integer.parseInt(fraction + "0".repeat(Kind.MICROSECONDS - fraction.length())));
  }

  Pattern CLOCK = Pattern.compile("(\\d{2,3}):([0-5]\\d):([0-5]\\d)(?:\\.(\\d{1,6}))?");

  /** A number of its version stands before the text. */
  private static void document(String value, TypedRows out) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.beginField(1 + bytes.length);
    out.int8(1);
    out.put(bytes, 0, bytes.length);
  }

  private static void uuid(String value, TypedRows out) {
    byte[] bytes = HexFormat.of().parseHex(value.replace("-", ""));
    if (bytes.length != 16) {
      throw new IllegalArgumentException("no UUID");
    }
    out.field(bytes, 0, bytes.length);
  }

  /** How many there are, then the bits, the first one in front. */
  private static void bits(String value, TypedRows out) {
    int count = value.length();
    byte[] bytes = new byte[(count + 7) / 8];
    for (int i = 0; i < count; i++) {
      if (value.charAt(i) == '1') {
        bytes[i / 8] |= (byte) (0x80 >> i % 8);
      } else if (value.charAt(i) != '0') {
        throw new IllegalArgumentException("no bit string");
      }
    }
    out.beginField(4 + bytes.length);
    out.int32(count);
    out.put(bytes, 0, bytes.length);
  }

  /** Whether each of these values, once it is of that kind, has a form. */
  static boolean isPossible(Kind from, Kind to) {
    boolean isPlain = to.family() != Family.INTERVAL || from.family() == Family.TIME;
    return isPlain && of(to).isPresent();
  }
}

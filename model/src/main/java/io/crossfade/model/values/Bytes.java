package io.crossfade.model.values;

import io.crossfade.model.values.Kind.Trait;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Byte strings, written as {@code \x} and lower hexadecimal digits, and UUIDs. */
final class Bytes {
  private static final Pattern FORM = Pattern.compile("\\\\x([0-9a-f]{2})*");
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final int UUID_DIGITS = 32;

  private Bytes() {}

  static @Nullable Conversion toBytes(Kind from, Kind to) {
    return switch (from.family()) {
      case BYTES -> fits(from, to) ? Conversion.nothing() : sized(to);
      case UUID -> Conversion.of(value -> fitted("\\x" + value.replace("-", ""), to));
      case BITS -> Conversion.of(value -> fitted(Bits.bytes(value), to));
      case TEXT -> Conversion.of(value -> fitted(formed(value), to));
      default -> null;
    };
  }

  static @Nullable Conversion toUuid(Kind from) {
    return switch (from.family()) {
      case UUID -> Conversion.nothing();
      case BYTES -> Conversion.of(value -> uuid(value.substring(2)));
      case TEXT -> Conversion.check(Bytes::ofText);
      default -> null;
    };
  }

  private static boolean fits(Kind from, Kind to) {
    boolean same = from.size() == to.size() && from.has(Trait.FILLED) == to.has(Trait.FILLED);
    boolean longer = to.size() == 0 || (from.size() > 0 && from.size() <= to.size());
    return same || (longer && !to.has(Trait.FILLED));
  }

  private static Conversion sized(Kind to) {
    return Conversion.check(value -> fitted(value, to));
  }

  /** A shorter one would come back with the zeros that fill it. */
  private static String fitted(String value, Kind to) throws Refused {
    int length = value.length() / 2 - 1;
    if (to.size() > 0 && length > to.size()) {
      throw new Refused("the byte string is longer than " + to.size() + " bytes");
    }
    if (to.has(Trait.FILLED) && length < to.size()) {
      throw new Refused("the byte string is shorter than " + to.size() + " bytes");
    }
    return value;
  }

  private static String formed(String value) throws Refused {
    if (!FORM.matcher(value).matches()) {
      throw new Refused("the text is no byte string: \\x and hexadecimal digits");
    }
    return value;
  }

  private static String ofText(String value) throws Refused {
    if (!UUID.matcher(value).matches()) {
      throw new Refused("the text is no UUID in lower case, with its four dashes");
    }
    return value;
  }

  private static String uuid(String digits) throws Refused {
    if (digits.length() != UUID_DIGITS) {
      throw new Refused("the value is no UUID, which has 16 bytes");
    }
    return String.join(
        "-",
        digits.substring(0, 8),
        digits.substring(8, 12),
        digits.substring(12, 16),
        digits.substring(16, 20),
        digits.substring(20));
  }
}

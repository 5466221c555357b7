package io.crossfade.model.values;

import io.crossfade.model.values.Kind.Trait;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Bit strings: binary digits, as many as there are bits. */
final class Bits {
  private static final BigInteger BYTE = BigInteger.valueOf(256);

  private Bits() {}

  static @Nullable Conversion toBits(Kind from, Kind to) {
    return switch (from.family()) {
      case BITS -> isSame(from, to) ? Conversion.nothing() : Conversion.check(v -> fitted(v, to));
      case BOOLEAN ->
          to.size() == 1 ? Conversion.of(value -> Truths.isTrue(value) ? "1" : "0") : null;
      case INTEGER, FLAG, DECIMAL -> Conversion.of(value -> ofNumber(value, to));
      case BYTES -> Conversion.of(value -> ofNumber(number(value), to));
      case TEXT -> Conversion.of(value -> fitted(value, to));
      default -> null;
    };
  }

  private static boolean isSame(Kind from, Kind to) {
    boolean longer = to.size() == 0 || (from.size() > 0 && from.size() <= to.size());
    return to.has(Trait.VARYING) ? longer : !from.has(Trait.VARYING) && from.size() == to.size();
  }

  private static String fitted(String value, Kind to) throws Refused {
    boolean binary = value.chars().allMatch(c -> c == '0' || c == '1');
    boolean fits =
        to.has(Trait.VARYING)
            ? to.size() == 0 || value.length() <= to.size()
            : value.length() == to.size();
    if (!binary || !fits) {
      throw new Refused(
          to.has(Trait.VARYING)
              ? "the value is no bit string, or longer than " + to.size() + " bits"
              : "the value is no bit string of " + to.size() + " bits");
    }
    return value;
  }

  private static String ofNumber(String number, Kind to) throws Refused {
    try {
      return ofNumber(new BigInteger(number), to);
    } catch (NumberFormatException e) {
      throw new Refused("the number is not a whole one");
    }
  }

  private static String ofNumber(BigInteger number, Kind to) throws Refused {
    if (number.signum() < 0 || (to.size() > 0 && number.bitLength() > to.size())) {
      throw new Refused("the number does not fit into " + to.size() + " bits");
    }
    String digits = number.toString(2);
    return to.has(Trait.VARYING) || to.size() == 0
        ? digits
        : "0".repeat(to.size() - digits.length()) + digits;
  }

  private static BigInteger number(String bytes) {
    return bytes.length() == 2 ? BigInteger.ZERO : new BigInteger(bytes.substring(2), 16);
  }

  /** As many bytes as it takes, the first bits filled with zeros. */
  static String bytes(String bits) {
    int length = (bits.length() + 7) / 8;
    StringBuilder hex = new StringBuilder();
    BigInteger left = bits.isEmpty() ? BigInteger.ZERO : new BigInteger(bits, 2);
    for (int i = 0; i < length; i++) {
      BigInteger[] divided = left.divideAndRemainder(BYTE);
      int one = divided[1].intValue();
      hex.insert(0, Character.forDigit(one & 15, 16)).insert(0, Character.forDigit(one >> 4, 16));
      left = divided[0];
    }
    return "\\x" + hex;
  }
}

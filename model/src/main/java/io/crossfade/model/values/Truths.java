package io.crossfade.model.values;

import io.crossfade.model.values.Kind.Family;
import org.jspecify.annotations.Nullable;

/** Booleans, and the numbers and bits that stand for them. */
final class Truths {
  private Truths() {}

  static @Nullable Conversion toBoolean(Kind from) {
    boolean single = from.family() == Family.BITS && from.size() == 1;
    return switch (from.family()) {
      case BOOLEAN -> Conversion.nothing();
      case FLAG, INTEGER, TEXT -> Conversion.of(value -> isTrue(value) ? "t" : "f");
      default -> single ? Conversion.of(value -> isTrue(value) ? "t" : "f") : null;
    };
  }

  static @Nullable Conversion toFlag(Kind from, Kind to) {
    if (from.family() == Family.FLAG) {
      return Conversion.nothing();
    }
    return Numbers.toInteger(from, new Kind(Family.INTEGER, 8, 0, to.traits(), to.labels()));
  }

  static boolean isTrue(String value) throws Refused {
    return switch (value) {
      case "1", "t", "true" -> true;
      case "0", "f", "false" -> false;
      default -> throw new Refused("the value is neither 0 nor 1, so it is neither true nor false");
    };
  }
}

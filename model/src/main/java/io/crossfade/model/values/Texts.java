package io.crossfade.model.values;

import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import org.jspecify.annotations.Nullable;

/** Texts, as which any value can be written. */
final class Texts {
  private Texts() {}

  static Conversion toText(Kind from, Kind to) {
    Conversion text =
        switch (from.family()) {
          case BOOLEAN -> Conversion.of(value -> Truths.isTrue(value) ? "true" : "false");
          case TEXT ->
              from.has(Trait.PADDED) ? Conversion.of(Texts::withoutBlanks) : Conversion.nothing();
          default -> Conversion.nothing();
        };
    return text.then(nul(from, to)).then(length(from, to));
  }

  /** Only its own engine knows what it is: what came from there as a text goes back as one. */
  static @Nullable Conversion toOpaque(Kind from, Kind to) {
    return from.family() == Family.TEXT || from.equals(to) ? Conversion.nothing() : null;
  }

  private static Conversion nul(Kind from, Kind to) {
    boolean mayHave = from.is(Family.TEXT, Family.ENUMERATION, Family.SET, Family.OPAQUE);
    return from.has(Trait.NUL) && !to.has(Trait.NUL) && mayHave
        ? Conversion.check(Texts::withoutNul)
        : Conversion.nothing();
  }

  private static String withoutNul(String value) throws Refused {
    if (value.indexOf('\0') >= 0) {
      throw new Refused("the text has the character U+0000, which the column does not take");
    }
    return value;
  }

  private static Conversion length(Kind from, Kind to) {
    boolean fits =
        to.size() == 0
            || (from.family() == Family.TEXT && from.size() > 0 && from.size() <= to.size());
    return fits ? Conversion.nothing() : Conversion.check(value -> notLonger(value, to));
  }

  private static String notLonger(String value, Kind to) throws Refused {
    if (value.length() > to.size()) {
      int end = to.endsBeforeBlanks() ? lengthWithoutBlanks(value) : value.length();
      if (value.codePointCount(0, end) > to.size()) {
        throw new Refused("the text is longer than " + to.size() + " characters");
      }
    }
    return value;
  }

  static String withoutBlanks(String value) {
    return value.substring(0, lengthWithoutBlanks(value));
  }

  private static int lengthWithoutBlanks(String value) {
    int length = value.length();
    while (length > 0 && value.charAt(length - 1) == ' ') {
      length--;
    }
    return length;
  }
}

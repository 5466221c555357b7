package io.crossfade.model.values;

import io.crossfade.model.values.Kind.Trait;
import org.jspecify.annotations.Nullable;

/** JSON documents: their text stays as it is, and is read only where another engine may not. */
final class Json {
  private Json() {}

  static @Nullable Conversion toJson(Kind from, Kind to) {
    Conversion nul =
        from.has(Trait.NUL) && !to.has(Trait.NUL)
            ? Conversion.check(Json::withoutNul)
            : Conversion.nothing();
    return switch (from.family()) {
      case JSON -> nul;
      case TEXT -> Conversion.check(Json::formed).then(nul);
      default -> null;
    };
  }

  private static String formed(String value) throws Refused {
    JsonNormalForm.of(value);
    return value;
  }

  /** A backslash that is itself escaped begins no escape. */
  private static String withoutNul(String value) throws Refused {
    int at = value.indexOf("\\u0000");
    while (at >= 0) {
      int before = at;
      while (before > 0 && value.charAt(before - 1) == '\\') {
        before--;
      }
      if ((at - before) % 2 == 0) {
        throw new Refused("the document has the character U+0000, which the column does not take");
      }
      at = value.indexOf("\\u0000", at + 1);
    }
    return value;
  }
}

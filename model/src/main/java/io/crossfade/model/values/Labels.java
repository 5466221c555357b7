package io.crossfade.model.values;

import io.crossfade.model.values.Kind.Family;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Enumerations and sets: texts of which only some are allowed. */
final class Labels {
  private Labels() {}

  static @Nullable Conversion toEnumeration(Kind from, Kind to) {
    if (from.family() == Family.ENUMERATION && to.labels().containsAll(from.labels())) {
      return Conversion.nothing();
    }
    return from.is(Family.ENUMERATION, Family.TEXT)
        ? Conversion.check(value -> one(value, to.labels()))
        : null;
  }

  static @Nullable Conversion toSet(Kind from, Kind to) {
    if (from.family() == Family.SET && from.labels().equals(to.labels())) {
      return Conversion.nothing();
    }
    return from.is(Family.SET, Family.TEXT)
        ? Conversion.of(value -> some(value, to.labels()))
        : null;
  }

  private static String one(String value, List<String> labels) throws Refused {
    if (!labels.contains(value)) {
      throw new Refused("the value is none of the labels that the column knows");
    }
    return value;
  }

  /** In the order of the labels, each once: as their engine gives them. */
  private static String some(String value, List<String> labels) throws Refused {
    Set<String> given = new HashSet<>();
    for (String label : value.isEmpty() ? new String[0] : value.split(",", -1)) {
      given.add(one(label, labels));
    }
    List<String> ordered = new ArrayList<>(labels);
    ordered.retainAll(given);
    return String.join(",", ordered);
  }
}

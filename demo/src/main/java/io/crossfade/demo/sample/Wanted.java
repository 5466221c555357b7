package io.crossfade.demo.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One package that another one names, as in `libc6 (>= 2.34) | libc6.1`.
///
/// @param position from 1, in the order of the list
/// @param alternative from 1, among those of which one is enough
record Wanted(
    int position,
    int alternative,
    String name,
    @Nullable String operator,
    @Nullable String version) {
  private static final Pattern ONE =
      Pattern.compile("([^\\s(:\\[]+)(?::\\S+)?\\s*(?:\\(([<>=]+)\\s*([^)\\s]+)\\))?.*");

  static List<Wanted> in(String list) {
    List<Wanted> all = new ArrayList<>();
    String[] positions = list.isBlank() ? new String[0] : list.split(",");
    for (int p = 0; p < positions.length; p++) {
      String[] alternatives = positions[p].split("\\|");
      for (int a = 0; a < alternatives.length; a++) {
        Matcher one = ONE.matcher(alternatives[a].strip());
        if (one.matches()) {
          all.add(new Wanted(p + 1, a + 1, one.group(1), one.group(2), one.group(3)));
        }
      }
    }
    return all;
  }
}

package io.crossfade.engine.manifest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/// Takes a parser's complaint apart: its text tells the place, which its fields do not, and quotes
/// lines that may hold a secret, which ours must not.
final class YamlFailure {
  private static final Pattern PLACE = Pattern.compile("line (\\d+), column (\\d+)");

  private YamlFailure() {}

  /// The last place that is told: the ones before it say in what the parser was.
  static Place place(String file, JacksonException failure) {
    TokenStreamLocation location = failure.getLocation();
    Place place =
        location == null
            ? new Place(file, 1, 1)
            : new Place(
                file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    Matcher told = PLACE.matcher(failure.getOriginalMessage());
    while (told.find()) {
      place = new Place(file, Integer.parseInt(told.group(1)), Integer.parseInt(told.group(2)));
    }
    return place;
  }

  /// The last line that is no quotation; those are indented.
  static String what(JacksonException failure) {
    return failure
        .getOriginalMessage()
        .lines()
        .filter(l -> !l.isBlank() && !l.startsWith(" "))
        .reduce((first, second) -> second)
        .orElse("unreadable");
  }
}

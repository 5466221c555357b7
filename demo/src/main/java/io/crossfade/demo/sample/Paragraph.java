package io.crossfade.demo.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A package as Debian's lists have it: fields, some over several lines.
record Paragraph(Map<String, String> fields) {

  /// The next one; null after the last.
  static @Nullable Paragraph read(BufferedReader lines) throws IOException {
    Map<String, StringBuilder> fields = new HashMap<>();
    StringBuilder last = new StringBuilder();
    String line = lines.readLine();
    while (line != null && !(line.isEmpty() && !fields.isEmpty())) {
      int colon = line.indexOf(':');
      if (line.startsWith(" ")) {
        last.append(line);
      } else if (colon > 0) {
        last = new StringBuilder(line.substring(colon + 1).strip());
        fields.put(line.substring(0, colon), last);
      }
      line = lines.readLine();
    }
    Map<String, String> read = new HashMap<>();
    fields.forEach((name, value) -> read.put(name, value.toString()));
    return read.isEmpty() ? null : new Paragraph(read);
  }

  String get(String field) {
    return fields.getOrDefault(field, "");
  }

  @Nullable String orNull(String field) {
    return fields.get(field);
  }
}

package io.crossfade.demo.shop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The statements of one of the shop's SQL files.
record Script(List<String> statements) {

  /// Reads a file beside this class and puts values in the place of `${name}`.
  static Script read(String name, Map<String, Integer> values) {
    String text = text(name).replaceAll("(?m)^\\s*--.*$", "");
    for (Map.Entry<String, Integer> value : values.entrySet()) {
      text = text.replace("${" + value.getKey() + "}", value.getValue().toString());
    }
    return new Script(
        Arrays.stream(text.split(";\\s*(\\n|$)"))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .toList());
  }

  static String text(String name) {
    try (InputStream in = Script.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path: build demo again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name, e);
    }
  }
}

package io.crossfade.bench.all;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What it was measured on, in a line.
record Machine(String text) {
  static Machine here() {
    return new Machine(
        "%d processors (%s), %s of memory, %s %s, Java %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                value("/proc/cpuinfo", "model name", "unknown"),
                value("/proc/meminfo", "MemTotal", "unknown"),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.version()));
  }

  private static String value(String file, String key, String otherwise) {
    try {
      List<String> lines = Files.readAllLines(Path.of(file));
      return lines.stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      return otherwise; // no Linux
    }
  }
}

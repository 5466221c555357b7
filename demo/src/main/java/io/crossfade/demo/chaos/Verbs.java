package io.crossfade.demo.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// The commands that an operator types, one after the other, each a process of its own.
final class Verbs {
  private static final long PATIENCE_SECONDS = 180;

  private final Path directory;
  private final Engines engines;
  private final Chronicle chronicle;
  private int number;

  Verbs(Path directory, Engines engines, Chronicle chronicle) {
    this.directory = directory;
    this.engines = engines;
    this.chronicle = chronicle;
  }

  /// Says how it ended. A comparison that finds rows that differ is a violation, whenever it comes.
  Answered say(String verb, String... options) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Answered answered = answer(verb, options);
    double seconds = (System.nanoTime() - begun) / 1e9;
    chronicle.count("verb " + verb + (answered.isDone() ? " done" : " not done"));
    chronicle.say(
        "operator",
        String.format(
            Locale.ROOT,
            "%s: exit code %d after %.1f s %s",
            verb,
            answered.exitCode(),
            seconds,
            answered.text()));
    if (answered.isStrange()) {
      chronicle.violation(verb + " failed with " + answered.text());
    }
    for (JsonNode table : answered.result().path("tables")) {
      if (table.path("drift").asLong() > 0) {
        chronicle.violation(
            "rows of %s differ: %s".formatted(table.path("table"), table.path("drift")));
      }
    }
    return answered;
  }

  private Answered answer(String verb, String... options) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of(verb, "shop.yaml", "-o", "json", "--state-dir", engines.state().toString()));
    arguments.addAll(List.of(options));
    String file = verb + "-" + ++number;
    Path out = directory.resolve(file + ".out");
    Process process =
        CrossfadeProgram.start(directory, arguments, out, directory.resolve(file + ".err"));
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        chronicle.say("operator", verb + " does not answer, is ended (Ctrl-C)");
        chronicle.count("verb " + verb + " without an answer");
      }
    } finally {
      process.destroyForcibly();
    }
    return Answered.read(process.waitFor(), out);
  }
}

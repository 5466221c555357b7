package io.crossfade.demo.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What an engine says and does that goes nowhere: the end of what it has shown and of its log, and
/// what its threads stand in. Whoever reads a report of another machine has nothing else.
final class Testimony {
  private static final int LINES = 8;
  private static final int FRAMES = 12;
  private static final long PATIENCE_SECONDS = 20;

  private Testimony() {}

  /// @param shown its progress, and what it says at its end
  /// @param dump where its threads are written to
  static String of(Process engine, Path shown, Path log, Path dump) throws InterruptedException {
    return "it shows\n%s\nits log ends with\n%s\nits threads\n%s"
        .formatted(endOf(shown), endOf(log), threads(engine, dump));
  }

  private static String endOf(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (IOException e) {
      return "(it cannot be read: " + e + ")";
    }
  }

  /// Those that stand in our code, virtual ones too.
  private static String threads(Process engine, Path dump) throws InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
            Long.toString(engine.pid()),
            "Thread.dump_to_file",
            "-overwrite",
            dump.toAbsolutePath().toString());
    try {
      Process jcmd =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!jcmd.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        jcmd.destroyForcibly();
        return "(it does not answer, as one that is frozen)";
      }
      List<String> ours = new ArrayList<>();
      for (String thread : Files.readString(dump).split("\n\n")) {
        if (thread.contains("io.crossfade")) {
          ours.add(String.join("\n", Arrays.stream(thread.split("\n")).limit(FRAMES).toList()));
        }
      }
      return String.join("\n", ours);
    } catch (IOException e) {
      return "(they cannot be had: " + e + ")";
    }
  }
}

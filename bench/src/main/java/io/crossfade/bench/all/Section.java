package io.crossfade.bench.all;

import io.crossfade.bench.Bench;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What one command has printed.
///
/// @param exitCode of its process; 0 whether its goals were met or not
record Section(String name, List<String> lines, int exitCode, long seconds) {
  Section {
    lines = List.copyOf(lines);
  }

  boolean isDone() {
    return exitCode == 0;
  }

  /// @param terminal is shown every line as it comes
  static Section run(String name, PrintStream terminal) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName(), name));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        terminal.println(line);
        lines.add(line);
      }
    }
    int exitCode = process.waitFor();
    return new Section(name, lines, exitCode, (System.nanoTime() - begun) / 1_000_000_000);
  }

  /// For the page: without the progress of each round, which the results' JSON has.
  String text() {
    String outcome = isDone() ? "" : ", **which failed with exit code %d**".formatted(exitCode);
    String results =
        lines.stream()
            .filter(line -> !line.startsWith("bench: round "))
            .collect(Collectors.joining("\n"));
    return "#### ./crossfade bench %s\n\nIn %d min %d s%s.\n\n```\n%s\n```\n"
        .formatted(name, seconds / 60, seconds % 60, outcome, results.strip());
  }
}

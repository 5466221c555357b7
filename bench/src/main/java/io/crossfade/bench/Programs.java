package io.crossfade.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs programs to their end. One that fails throws, with what it said.
final class Programs {
  /// Far more than any run takes. Some of them stand still for ever, now and then.
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private Programs() {}

  /// A program that did not end by itself, and was ended.
  static final class Hung extends Exception {
    private static final long serialVersionUID = 1;

    Hung(String message) {
      super(message);
    }
  }

  static void run(List<String> command) throws Exception {
    pipelines(List.of(List.of(command)));
  }

  /// Pipelines side by side, each of programs whose output is the next one's input. The output of
  /// the last is dropped.
  static void pipelines(List<List<List<String>>> pipelines) throws Exception {
    Path errors = Files.createTempFile("crossfade-bench-", ".log");
    List<Process> running = new ArrayList<>();
    for (List<List<String>> pipeline : pipelines) {
      List<ProcessBuilder> builders =
          pipeline.stream().map(command -> builder(command, errors.toFile())).toList();
      builders.getLast().redirectOutput(ProcessBuilder.Redirect.DISCARD);
      running.addAll(ProcessBuilder.startPipeline(builders));
    }
    long until = System.nanoTime() + PATIENCE.toNanos();
    for (Process process : running) {
      if (!process.waitFor(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        running.forEach(Process::destroyForcibly);
        throw new Hung("%s had not ended after %s".formatted(pipelines, PATIENCE));
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            "one of " + pipelines + " failed:\n" + Files.readString(errors));
      }
    }
    Files.delete(errors);
  }

  /// The programs that call others find those of the same version first.
  private static ProcessBuilder builder(List<String> command, File errors) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(errors));
    builder
        .environment()
        .merge("PATH", Peers.HOME.resolve("bin").toString(), (old, bin) -> bin + ":" + old);
    builder.environment().put("PGOPTIONS", "-c client_min_messages=warning");
    return builder;
  }
}

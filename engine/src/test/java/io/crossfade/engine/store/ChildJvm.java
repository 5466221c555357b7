package io.crossfade.engine.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A real process of our own that runs a main class of the tests.
final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private ChildJvm(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
  }

  static ChildJvm start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return new ChildJvm(builder.start());
  }

  long pid() {
    return process.pid();
  }

  /// The next line that the child prints; null at its end.
  @Nullable String line() throws IOException {
    return lines.readLine();
  }

  /// Ends the child's standard input, at which it ends by itself.
  void end() {
    try {
      process.outputWriter(StandardCharsets.UTF_8).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As `kill -9`; returns once it is gone, with what it had printed.
  List<String> kill() throws InterruptedException {
    // through the handle: the process's own method would close what it printed, too
    boolean killed = process.toHandle().destroyForcibly();
    if (!killed || !process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("process " + pid() + " does not end");
    }
    return lines.lines().toList();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

package io.crossfade.demo.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The workload as a process of its own, so that nothing that happens to the engine's process can
/// touch its record.
public final class LoadProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final Path log;

  private LoadProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// Returns once its clients are at work.
  ///
  /// @param arguments as [Load] takes them
  /// @param log where its messages go
  public static LoadProcess start(List<String> arguments, Path log) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.timezone=UTC",
                "-cp",
                System.getProperty("java.class.path"),
                Load.class.getName()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    LoadProcess load = new LoadProcess(process, log);
    load.awaitReady();
    return load;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// Kills it in the middle of whatever it does.
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// Lets its transactions end, then the process.
  public void stop() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      kill();
      throw new IllegalStateException(
          "The workload did not end within " + PATIENCE_SECONDS + " s. " + endOfLog());
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException("The workload ended with an error. " + endOfLog());
    }
  }

  /// Ends it in any case.
  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void awaitReady() throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    if (!Load.READY.equals(line)) {
      close();
      throw new IllegalStateException("The workload did not start. " + endOfLog());
    }
  }

  private String endOfLog() throws IOException {
    List<String> lines = Files.readAllLines(log);
    List<String> last = lines.subList(Math.max(0, lines.size() - 15), lines.size());
    return "The end of " + log + ":\n" + String.join("\n", last);
  }
}

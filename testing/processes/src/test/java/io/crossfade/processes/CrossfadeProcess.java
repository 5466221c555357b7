package io.crossfade.processes;

import io.crossfade.cli.Answer;
import io.crossfade.server.wire.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The command `crossfade` as a real process, with what it prints in files.
final class CrossfadeProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final Path out;
  private final Path err;

  private CrossfadeProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static CrossfadeProcess start(Path directory, String... args) throws IOException {
    return start(directory, List.of(), List.of(), args);
  }

  /// @param before the command that starts java, and bounds what it may have
  /// @param options for the JVM, beside those that the launcher gives too
  static CrossfadeProcess start(
      Path directory, List<String> before, List<String> options, String... args)
      throws IOException {
    List<String> all = new ArrayList<>(ClassArchive.options());
    all.addAll(options);
    return startAs(directory, before, all, args);
  }

  /// With these options only.
  static CrossfadeProcess startAs(
      Path directory, List<String> before, List<String> options, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("..", "..", "cli", "jvm.options").toAbsolutePath());
    // It lives for seconds: a second compiler would cost more than it wins.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    command.addAll(List.of("-cp", ClassArchive.CLASS_PATH, "io.crossfade.cli.Main"));
    command.addAll(List.of(args));
    Path out = Files.createTempFile(directory, args[0], ".out");
    Path err = Files.createTempFile(directory, args[0], ".err");
    return new CrossfadeProcess(
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start(),
        out,
        err);
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("it does not end: " + err());
    }
    return process.exitValue();
  }

  boolean endsWithin(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  Answer answer() {
    return WireJson.read(out(), Answer.class);
  }

  /// As `kill -9`.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    int _ = exitCode();
  }

  /// As Ctrl-Z: nothing in it moves, and nothing outside learns of it.
  void sleep() throws IOException, InterruptedException {
    signal("STOP");
  }

  void wakeUp() throws IOException, InterruptedException {
    signal("CONT");
  }

  /// As Ctrl-C.
  void interrupt() throws IOException, InterruptedException {
    int _ = new ProcessBuilder("kill", "-INT", Long.toString(pid())).start().waitFor();
  }

  private void signal(String name) throws IOException, InterruptedException {
    int exitCode = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    if (exitCode != 0) {
      throw new IllegalStateException("could not send " + name + " to process " + pid());
    }
  }

  /// As a machine that shuts down.
  void terminate() {
    process.destroy();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

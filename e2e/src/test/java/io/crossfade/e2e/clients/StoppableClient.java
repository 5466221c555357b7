package io.crossfade.e2e.clients;

import io.crossfade.engine.Await;
import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Side;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// An [ObedientClient] in a process of its own, which may be stopped in the middle of its work.
final class StoppableClient implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter orders;

  private StoppableClient(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
  }

  /// @param routes the file with the address of the routes
  static StoppableClient start(Path routes, TwoDatabases databases) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ObedientClient.class.getName(),
            routes.toString(),
            databases.url(Side.SOURCE),
            databases.url(Side.TARGET));
    return new StoppableClient(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /// Tells it to do this, and waits for what became of it.
  String ask(String order) {
    tell(order);
    return answer();
  }

  /// Tells it to do this; while it is stopped that lies in its pipe.
  void tell(String order) {
    try {
      orders.write(order);
      orders.newLine();
      orders.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What became of the oldest order that was not asked for yet.
  String answer() {
    try {
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("the client has ended");
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As `kill -STOP`: none of its threads runs any more, and nobody is told.
  void stop() {
    signal("-STOP");
    Await.that(this::isStopped);
  }

  /// As `kill -CONT`.
  void resume() {
    signal("-CONT");
  }

  private void signal(String signal) {
    String _ = run("kill", signal, Long.toString(process.pid()));
  }

  private boolean isStopped() {
    return run("ps", "-o", "state=", "-p", Long.toString(process.pid())).startsWith("T");
  }

  private static String run(String... command) {
    try {
      Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (run.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

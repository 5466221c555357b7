package io.crossfade.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Stops a server whose JVM was killed: a small shell waits on a pipe that only this JVM holds, and
 * the pipe ends when the JVM does, whatever ended it. (A shutdown hook does not run after {@code
 * kill -9}.)
 */
final class Guard {
  private final Process shell;

  private Guard(Process shell) {
    this.shell = shell;
  }

  static Guard over(long pid, String signal) {
    String script =
        "trap '' INT TERM HUP; read released || kill -%s %d 2>/dev/null".formatted(signal, pid);
    try {
      return new Guard(
          new ProcessBuilder("sh", "-c", script)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the guard over process " + pid, e);
    }
  }

  /** The server was stopped in order: its process id may soon be somebody else's. */
  void release() {
    try (var pipe = shell.getOutputStream()) {
      pipe.write("released\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // The shell is gone already (somebody killed it): then it kills nobody either.
      shell.destroyForcibly();
    }
  }
}

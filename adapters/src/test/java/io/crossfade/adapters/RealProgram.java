package io.crossfade.adapters;

import io.crossfade.servers.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A program of others as a process that a test kills and starts anew.
public final class RealProgram implements AutoCloseable {
  private final List<String> command;
  private final Path log;
  private final int port;
  private @Nullable Process process;

  public RealProgram(List<String> command, Path log, int port) {
    this.command = command;
    this.log = log;
    this.port = port;
  }

  public void start() throws Exception {
    Process started = Commands.start(Commands.notAsRoot(command), log);
    process = started;
    Await.until(
        "it listens",
        () -> {
          if (!started.isAlive()) {
            throw new AssertionError(Files.readString(log));
          }
          return isListening();
        });
  }

  private boolean isListening() {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public void kill() {
    Process running = process;
    if (running != null) {
      try {
        running.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new UncheckedIOException(new IOException(e));
      }
    }
  }

  @Override
  public void close() {
    kill();
  }
}

package io.crossfade.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs the programs of a server, which refuse to be run by root. */
public final class Commands {
  private Commands() {}

  /**
   * The command as it must be called by this user. For root it is moved into a user namespace:
   * there it is not root, but still owns root's files, so that data directories need no other
   * owner.
   */
  public static List<String> notAsRoot(List<String> command) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return command;
    }
    List<String> wrapped = new ArrayList<>(List.of("unshare", "-U"));
    wrapped.addAll(command);
    return wrapped;
  }

  /** Starts a command whose output goes to the end of {@code log}. */
  public static Process start(List<String> command, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectInput(new File("/dev/null"));
    // Messages are read by people and by tests: always in the same language, times in the same
    // zone.
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + command.get(0), e);
    }
  }

  /** Runs a command until it ends; throws with all that it said if it fails. */
  public static void run(List<String> command, Path log) {
    Process process = start(notAsRoot(command), log);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command.get(0) + " failed:\n" + Files.readString(log));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(command.get(0) + " failed, and " + log + " is unreadable", e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + command.get(0), e);
    }
  }

  /** Sends a signal by its name; that a process is gone already is no error. */
  static void signal(String signal, List<Long> pids) {
    String all = pids.stream().map(String::valueOf).collect(Collectors.joining(" "));
    try {
      new ProcessBuilder("sh", "-c", "kill -" + signal + " " + all + " 2>/dev/null")
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot send " + signal + " to " + all, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.crossfade.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * One run of a server over its data directory, from its start until it is stopped or killed.
 *
 * <p>Not every server is one process: PostgreSQL's first one, whose id is {@link #pid()}, has a
 * child for each session.
 */
public final class ServerProcess {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process first;
  private final String name;
  private final String stopSignal;
  private final Guard guard;

  private ServerProcess(Process first, String name, String stopSignal) {
    this.first = first;
    this.name = name;
    this.stopSignal = stopSignal;
    this.guard = Guard.over(first.pid(), stopSignal);
  }

  /**
   * Starts a server, which ends with this JVM, however that ends.
   *
   * @param name for messages, as in "MariaDB in /tmp/data"
   * @param log where its output goes, to the end
   * @param stopSignal ends all its sessions and shuts it down in order
   */
  public static ServerProcess start(
      String name, List<String> command, Path log, String stopSignal) {
    return new ServerProcess(Commands.start(Commands.notAsRoot(command), log), name, stopSignal);
  }

  /** Returns once the server accepts connections; throws with the end of its log if it ends. */
  public void awaitReady(BooleanSupplier saysReady, Path log) {
    await(
        () -> {
          if (!isAlive()) {
            guard.release();
            throw new IllegalStateException(name + " does not start:\n" + endOf(log));
          }
          return saysReady.getAsBoolean();
        },
        name + " to accept connections");
  }

  public long pid() {
    return first.pid();
  }

  public boolean isAlive() {
    return first.isAlive();
  }

  /** Ends all sessions and shuts down in order; nobody who is frozen could. */
  public void stop() {
    guard.release();
    thaw();
    Commands.signal(stopSignal, List.of(pid()));
    awaitEnd();
  }

  /**
   * Kills all its processes at once, as when the machine dies. The first one goes first: it would
   * restart the others; the others go too, for one that is busy would otherwise still finish and
   * commit.
   */
  public void kill() {
    guard.release();
    List<ProcessHandle> all = all();
    all.forEach(ProcessHandle::destroyForcibly);
    awaitEnd();
    for (ProcessHandle handle : all) {
      await(() -> !handle.isAlive(), "process " + handle.pid() + " to end");
    }
  }

  /** Stops the first one first, so that nobody is born meanwhile, then everybody else. */
  public void freeze() {
    Commands.signal("STOP", List.of(pid()));
    Commands.signal("STOP", all().stream().map(ProcessHandle::pid).toList());
  }

  public void thaw() {
    Commands.signal("CONT", all().stream().map(ProcessHandle::pid).toList());
  }

  /** Kills one of the processes below the first one, which then restarts all others by itself. */
  void killOne(RandomGenerator random) {
    List<ProcessHandle> children = first.children().toList();
    if (!children.isEmpty()) {
      children.get(random.nextInt(children.size())).destroyForcibly();
    }
  }

  private List<ProcessHandle> all() {
    List<ProcessHandle> all = new ArrayList<>(List.of(first.toHandle()));
    first.descendants().forEach(all::add);
    return all;
  }

  private void awaitEnd() {
    try {
      if (!first.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(name + " (process " + pid() + ") does not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String endOf(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return "(its log " + log + " cannot be read: " + e.getMessage() + ")";
    }
  }

  private static void await(BooleanSupplier condition, String what) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "Waited " + PATIENCE.toSeconds() + " s in vain for " + what);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while waiting for " + what, e);
      }
    }
  }
}

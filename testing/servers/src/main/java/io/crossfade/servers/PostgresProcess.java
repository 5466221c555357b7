package io.crossfade.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * One run of the postmaster over a data directory, from its start until it is stopped or killed.
 */
final class PostgresProcess {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process postmaster;
  private final Path dataDir;
  private final Guard guard;

  private PostgresProcess(Process postmaster, Path dataDir) {
    this.postmaster = postmaster;
    this.dataDir = dataDir;
    this.guard = Guard.over(postmaster.pid());
  }

  /** Returns once the server accepts connections. */
  static PostgresProcess start(PostgresBinaries binaries, Path dataDir, int port) {
    String program = binaries.program("postgres").toString();
    List<String> command = List.of(program, "-D", dataDir.toString(), "-p", Integer.toString(port));
    Path log = DataDirectory.log(dataDir);
    PostgresProcess process =
        new PostgresProcess(Commands.start(Commands.notAsRoot(command), log), dataDir);
    process.awaitReady();
    return process;
  }

  long pid() {
    return postmaster.pid();
  }

  boolean isAlive() {
    return postmaster.isAlive();
  }

  /** Ends all sessions and shuts down in order; nobody who is frozen could. */
  void stop() {
    guard.release();
    thaw();
    Commands.signal("INT", List.of(pid()));
    awaitEnd(postmaster);
  }

  /**
   * Kills the postmaster and every backend at once, as when the machine dies. The postmaster goes
   * first: it would restart the others; the backends go too, for one that is busy would otherwise
   * still finish and commit.
   */
  void kill() {
    guard.release();
    List<ProcessHandle> all = all();
    all.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(postmaster);
    for (ProcessHandle handle : all) {
      await(() -> !handle.isAlive(), "process " + handle.pid() + " to end");
    }
  }

  /** Stops the postmaster first, so that nobody is born meanwhile, then everybody else. */
  void freeze() {
    Commands.signal("STOP", List.of(pid()));
    Commands.signal("STOP", all().stream().map(ProcessHandle::pid).toList());
  }

  void thaw() {
    Commands.signal("CONT", all().stream().map(ProcessHandle::pid).toList());
  }

  /** Kills one of the processes below the postmaster, which then restarts all others by itself. */
  void killOne(RandomGenerator random) {
    List<ProcessHandle> children = postmaster.children().toList();
    if (!children.isEmpty()) {
      children.get(random.nextInt(children.size())).destroyForcibly();
    }
  }

  /** The postmaster first. */
  private List<ProcessHandle> all() {
    List<ProcessHandle> all = new ArrayList<>(List.of(postmaster.toHandle()));
    postmaster.descendants().forEach(all::add);
    return all;
  }

  private void awaitEnd(Process process) {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "PostgreSQL in " + dataDir + " (process " + pid() + ") does not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady() {
    await(
        () -> {
          if (!isAlive()) {
            guard.release();
            throw new IllegalStateException(
                "PostgreSQL in "
                    + dataDir
                    + " does not start:\n"
                    + DataDirectory.endOfLog(dataDir));
          }
          return saysReady();
        },
        "PostgreSQL in " + dataDir + " to accept connections");
  }

  /** What {@code pg_ctl} looks at too: line 1 of the pid file is the process, line 8 its state. */
  private boolean saysReady() {
    try {
      List<String> lines = Files.readAllLines(dataDir.resolve("postmaster.pid"));
      return lines.size() >= 8
          && lines.get(0).trim().equals(Long.toString(pid()))
          && lines.get(7).trim().equals("ready");
    } catch (java.nio.file.NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the pid file in " + dataDir, e);
    }
  }

  private static void await(java.util.function.BooleanSupplier condition, String what) {
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

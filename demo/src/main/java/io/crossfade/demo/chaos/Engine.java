package io.crossfade.demo.chaos;

import io.crossfade.cli.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// `crossfade run` in a state directory, started again whenever it ends, as a service would be.
final class Engine implements Victim, AutoCloseable {
  private static final long START_AGAIN_MILLIS = 1_000;

  private final String name;
  private final Path directory;
  private final Chronicle chronicle;

  /// Held by whoever starts or ends the process.
  private final ReentrantLock hands = new ReentrantLock();

  /// Whoever ends the harness, by Ctrl-C for instance, does not want engines to go on.
  private final Thread endAtExit = new Thread(this::kill, "end engine");

  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Process process;
  private volatile boolean wanted;
  private int starts;

  /// @param directory of the round, in which the manifest lies
  Engine(String name, Path directory, Chronicle chronicle) {
    this.name = name;
    this.directory = directory;
    this.chronicle = chronicle;
  }

  void start() {
    Runtime.getRuntime().addShutdownHook(endAtExit);
    startProcess();
    Thread.ofPlatform().daemon().name("keeper of " + name).start(this::keep);
  }

  Path state() {
    return directory.resolve("state-" + name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Fault> faults() {
    return List.of(Fault.KILL, Fault.FREEZE, Fault.STOP);
  }

  @Override
  public void suffer(Fault fault, Pause pause) throws InterruptedException {
    hands.lockInterruptibly();
    try {
      Process current = process;
      if (current == null) {
        return;
      }
      switch (fault) {
        case KILL, CRASH -> end(current, true, pause);
        case STOP -> end(current, false, pause);
        case FREEZE -> {
          signal("STOP", current);
          try {
            pause.take();
          } finally {
            signal("CONT", current);
          }
        }
      }
    } finally {
      hands.unlock();
    }
  }

  private void end(Process current, boolean atOnce, Pause pause) throws InterruptedException {
    wanted = true;
    if (atOnce) {
      current.destroyForcibly();
    } else {
      current.destroy();
    }
    if (!current.waitFor(60, TimeUnit.SECONDS)) {
      chronicle.violation(name + " did not end within 60 s of being asked to");
      current.destroyForcibly().waitFor();
    }
    pause.take();
  }

  /// Whether the migration came to its end in it.
  boolean awaitEnd(long seconds) throws InterruptedException {
    return ended.await(seconds, TimeUnit.SECONDS);
  }

  /// For a report.
  String testimony() throws InterruptedException {
    Process current = process;
    return current == null
        ? name + " does not run"
        : "%s, started %d times: %s"
            .formatted(
                name,
                starts,
                Testimony.of(
                    current,
                    file("err"),
                    state().resolve("crossfade.log"),
                    directory.resolve(name + ".threads")));
  }

  private void keep() {
    try {
      while (closed.getCount() > 0) {
        Process current = process;
        if (current == null || (current.waitFor() == ExitCode.OK.number() && !wanted)) {
          ended.countDown();
          return;
        }
        if (!wanted && closed.getCount() > 0) {
          endedByItself(current);
        }
        hands.lockInterruptibly();
        try {
          if (closed.getCount() > 0) {
            startProcess();
          }
        } finally {
          hands.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void endedByItself(Process current) throws InterruptedException {
    try {
      Answered answered = Answered.read(current.exitValue(), file("out"));
      chronicle.say(name, "ended with %d: %s".formatted(answered.exitCode(), answered.text()));
      chronicle.count("end " + answered.code());
      if (answered.isStrange() || answered.code().isEmpty()) {
        chronicle.violation(name + " ended by itself, see " + file("err"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var _ = closed.await(START_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void startProcess() {
    starts++;
    wanted = false;
    List<String> arguments =
        List.of("run", "shop.yaml", "-o", "json", "--state-dir", state().toString());
    try {
      process = CrossfadeProgram.start(directory, arguments, file("out"), file("err"));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + name, e);
    }
  }

  private Path file(String kind) {
    return directory.resolve(name + "-" + starts + "." + kind);
  }

  private static void signal(String signal, Process to) throws InterruptedException {
    try {
      int _ = new ProcessBuilder("kill", "-" + signal, Long.toString(to.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot send " + signal + " to " + to.pid(), e);
    }
  }

  /// Kills it, whatever it does.
  @Override
  public void close() {
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(endAtExit);
    } catch (IllegalStateException e) {
      // The JVM is going down, and the hook has nothing left to do.
      return;
    }
  }

  private void kill() {
    closed.countDown();
    Process current = process;
    if (current != null) {
      current.destroyForcibly();
    }
  }
}

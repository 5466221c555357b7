package io.crossfade.cli.process;

import java.time.Duration;

/// Ctrl-C, or the end of this process by any other signal that can be caught: what is open is
/// closed in order.
public final class StopSignal implements AutoCloseable {
  /// What is not closed by then waits for something, a lock for instance. It is left as by `kill
  /// -9`, which loses nothing either.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Thread hook;
  private volatile boolean came;

  private StopSignal(AutoCloseable open) {
    this.hook = new Thread(() -> stop(open), "stop");
  }

  /// From now until this is closed itself.
  public static StopSignal closes(AutoCloseable open) {
    StopSignal signal = new StopSignal(open);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /// Returns where no signal has come, and else never: the process ends by it, and what we would
  /// say would be about its end, not about the migration.
  public void hasNotCome() throws InterruptedException {
    if (came) {
      Thread.currentThread().join();
    }
  }

  @Override
  public void close() {
    if (!came) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private void stop(AutoCloseable open) {
    came = true;
    Thread closing = Thread.ofPlatform().daemon().name("closing").start(() -> close(open));
    try {
      if (!closing.join(PATIENCE)) {
        System.err.printf(
            "crossfade: stopped in the middle, for something did not end within %d s. Nothing is lost: the same command goes on.%n",
            PATIENCE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(AutoCloseable open) {
    try {
      open.close();
      System.err.println("crossfade: stopped. The same command goes on.");
    } catch (Exception e) {
      System.err.println(
          "crossfade: stopped, but not in order: "
              + e.getMessage()
              + ". The same command goes on.");
    }
  }
}

package io.crossfade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// `crossfade run` in another thread, so that it can be asked.
final class StartedRun {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private StartedRun() {}

  /// Returns once it can be asked.
  static CompletableFuture<Commands.Ran> of(Commands commands, Path stateDirectory) {
    CompletableFuture<Commands.Ran> run =
        CompletableFuture.supplyAsync(
            () -> commands.run("run", "shop.yaml", "--state-dir", stateDirectory.toString()),
            Executors.newVirtualThreadPerTaskExecutor());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(stateDirectory.resolve("routes"))) {
      assertThat(run).isNotDone();
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("the run has written no routes within " + PATIENCE);
      }
      LockSupport.parkNanos(1_000_000);
    }
    return run;
  }
}

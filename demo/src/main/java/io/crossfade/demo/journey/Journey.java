package io.crossfade.demo.journey;

import io.crossfade.cli.InProcessEngine;
import io.crossfade.cli.process.CarryOn;
import io.crossfade.cli.process.StateDirectory;
import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.Control.VerifyReport;
import io.crossfade.engine.Decision;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The shop's migration as an operator carries it out: `crossfade run` in this process, and the
/// verbs one after the other. Nothing is known of the engine that its users do not know.
public final class Journey implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration CLOSE = Duration.ofSeconds(1);
  private static final Duration CATCHING_UP = Duration.ofMinutes(2);

  /// Nobody else reaches the store.
  private static final CarryOn.Manner ALONE = new CarryOn.Manner(false, _ -> {}, null, Set.of());

  private final CarryOn process;
  private final StateDirectory state;
  private final List<SwitchWindow> windows = new ArrayList<>();
  private CompletableFuture<Void> run = new CompletableFuture<>();

  private Journey(CarryOn process, StateDirectory state) {
    this.process = process;
    this.state = state;
  }

  /// Serves the migration's route, and waits with everything else until [#begin].
  public static Journey open(String migration, Path manifest, Path directory) {
    StateDirectory state = new StateDirectory(migration, directory);
    return new Journey(CarryOn.start(new InProcessEngine(), manifest, state, ALONE), state);
  }

  /// Starts the migration; it goes on by itself up to where an operator decides.
  public void begin() {
    run = CompletableFuture.runAsync(this::run, task -> Thread.ofVirtual().start(task));
  }

  /// The file from which applications learn where their routes come from.
  public Path routes() {
    return state.path().resolve("routes");
  }

  public Status status() {
    return process.status();
  }

  /// Waits until the migration has come so far; throws what stopped it before.
  public void await(Phase wanted) throws InterruptedException {
    while (status().where().phase() != wanted || status().where().step() != null) {
      if (run.isCompletedExceptionally()) {
        run.join();
      }
      Thread.sleep(LOOK);
    }
  }

  /// Waits until the side that follows has nearly all again, after it was away.
  public void awaitCaughtUp() throws InterruptedException {
    Instant deadline = Instant.now().plus(CATCHING_UP);
    while (!isClose(status().follow().lagMillis())) {
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "it did not catch up within %d s".formatted(CATCHING_UP.toSeconds()));
      }
      Thread.sleep(LOOK);
    }
  }

  private static boolean isClose(@Nullable Long lagMillis) {
    return lagMillis != null && lagMillis < CLOSE.toMillis();
  }

  public SwitchReport cutover() {
    return timed("cutover", () -> process.control().cutover());
  }

  public SwitchReport rollback() {
    return timed("rollback", () -> process.control().rollback(false));
  }

  /// @param repair writes over what differs
  public VerifyReport verify(boolean repair) {
    return process.control().verify(repair);
  }

  public List<Recorded> events() {
    return process.control().events();
  }

  public void cleanup() {
    var _ = process.control().cleanup();
  }

  /// Every switch so far, in order.
  public List<SwitchWindow> windows() {
    return List.copyOf(windows);
  }

  private SwitchReport timed(String name, Supplier<SwitchReport> verb) {
    Instant begun = Instant.now();
    SwitchReport report = verb.get();
    windows.add(new SwitchWindow(name, begun, Instant.now(), report));
    if (report.decision() != Decision.FLIP) {
      throw new IllegalStateException("The " + name + " was not made: " + report.reason());
    }
    return report;
  }

  private void run() {
    try {
      var _ = process.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.close();
  }
}

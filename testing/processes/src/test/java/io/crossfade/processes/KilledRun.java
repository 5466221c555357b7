package io.crossfade.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.cli.process.RunningProcess;
import io.crossfade.cli.process.StateDirectory;
import io.crossfade.engine.Control;
import io.crossfade.engine.Status;
import io.crossfade.engine.store.ControlEndpoint;
import io.crossfade.engine.store.ProcessGuard;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.RemoteControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The one `crossfade run` after the other, each with `kill -9` where the log says that it has come
/// to a certain point.
final class KilledRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /// What is killed at a moment is looked at all the time; anything else costs the processors that
  /// the process needs.
  private static final long AT_ONCE = 1_000_000;

  private static final long LOOK_AGAIN = 20_000_000;

  private final Path directory;
  private final StateDirectory state;
  private @Nullable CrossfadeProcess process;
  private String before = "";

  KilledRun(Path directory, String migration) {
    this(directory, new StateDirectory(migration, directory.resolve(".crossfade", migration)));
  }

  /// @param directory where the manifest shop.yaml lies
  KilledRun(Path directory, StateDirectory state) {
    this.directory = directory;
    this.state = state;
  }

  /// The file from which applications learn where their routes come from.
  Path routes() {
    return state.path().resolve("routes");
  }

  CrossfadeProcess start() throws IOException {
    return start(List.of(), List.of());
  }

  /// @param prefix the command that starts java
  /// @param options for the JVM
  CrossfadeProcess start(List<String> prefix, List<String> options) throws IOException {
    before = log();
    process =
        CrossfadeProcess.start(
            directory, prefix, options, "run", "shop.yaml", "--state-dir", state.path().toString());
    return process;
  }

  /// As `kill -9`, some time after this process has recorded the event, which may be any part of
  /// how it is written.
  ///
  /// @return what was recorded last before it died
  String killAfter(String event, long millis) throws Exception {
    awaitRecorded(event);
    assertThat(running().endsWithin(millis)).as("%s", running().err()).isFalse();
    return kill();
  }

  /// As Ctrl-C, as soon as this process has recorded the event: it ends soon, and says how to go
  /// on.
  ///
  /// @return what it said
  String interruptAfter(String event) throws Exception {
    awaitRecorded(event);
    return interrupt();
  }

  String interrupt() throws Exception {
    CrossfadeProcess interrupted = running();
    interrupted.interrupt();
    assertThat(interrupted.endsWithin(20_000)).as("%s", interrupted.err()).isTrue();
    assertThat(interrupted.exitCode()).as("%s", interrupted.err()).isEqualTo(130);
    assertThat(interrupted.err()).contains("he same command goes on.");
    return interrupted.err();
  }

  /// As Ctrl-C, for one that may be at its end by itself.
  void interruptOrEnd() throws Exception {
    running().interrupt();
    assertThat(running().exitCode()).as("%s", running().err()).isIn(0, 130);
  }

  String kill() throws Exception {
    running().kill();
    return log().lines().reduce((_, last) -> last).orElse("");
  }

  /// Asks for something, and does not mind that the process dies over it. What was recorded before,
  /// such as the end of a switch that was left open, does not count for [#killAfter].
  CompletableFuture<Void> ask(Consumer<Control> verb) throws IOException {
    before = log();
    return CompletableFuture.runAsync(() -> {
      try (RemoteControl control = remote()) {
        verb.accept(control);
      } catch (CrossfadeException e) {
        if (e.code() != ErrorCode.NOT_RUNNING) {
          throw e;
        }
      }
    });
  }

  <T> T answer(Function<Control, T> verb) {
    try (RemoteControl control = remote()) {
      return verb.apply(control);
    }
  }

  /// Waits until the way to the other side is open, whichever side that is.
  Status awaitReady() {
    try (RemoteControl control = remote()) {
      Predicate<Status> ready =
          s -> s.outlook().waitsFor() != null && s.traffic().rollback().ready();
      await("ready", () -> ready.test(control.status()));
      return control.status();
    }
  }

  /// The process that was started last, once it can be asked.
  private RemoteControl remote() {
    await(
        "can be asked",
        () ->
            ProcessGuard.endpoint(state.path())
                .map(ControlEndpoint::pid)
                .equals(Optional.of(running().pid())));
    try {
      return RunningProcess.need(state);
    } catch (CrossfadeException e) {
      throw new AssertionError("it ended by itself: " + running().err(), e);
    }
  }

  /// All that was logged by all processes.
  String log() throws IOException {
    Path file = state.path().resolve("crossfade.log");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  interface Condition {
    boolean holds() throws Exception;
  }

  private void awaitRecorded(String event) {
    await("recorded " + event, () -> log().substring(before.length()).contains(event), AT_ONCE);
  }

  /// Looks until it is so; a process that has ended by itself will not get there.
  void await(String what, Condition condition) {
    await(what, condition, LOOK_AGAIN);
  }

  private void await(String what, Condition condition, long lookAgain) {
    Instant deadline = Instant.now().plus(PATIENCE);
    try {
      while (!holds(condition)) {
        assertThat(running().isAlive()).as("%s, still alive: %s", what, running().err()).isTrue();
        assertThat(Instant.now()).as("%s: %s", what, running().err()).isBefore(deadline);
        LockSupport.parkNanos(lookAgain);
      }
    } catch (AssertionError | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("cannot see whether " + what, e);
    }
  }

  private static boolean holds(Condition condition) throws Exception {
    try {
      return condition.holds();
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.NOT_RUNNING) {
        throw e;
      }
      return false; // it is just starting, or has just ended
    }
  }

  CrossfadeProcess process() {
    return running();
  }

  private CrossfadeProcess running() {
    if (process == null) {
      throw new IllegalStateException("not started");
    }
    return process;
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}

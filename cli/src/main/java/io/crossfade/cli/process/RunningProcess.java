package io.crossfade.cli.process;

import io.crossfade.engine.store.ControlEndpoint;
import io.crossfade.engine.store.LeaseHolder;
import io.crossfade.engine.store.ProcessGuard;
import io.crossfade.engine.store.StorePlace;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.RemoteControl;
import io.crossfade.server.RemotePlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Finds the process that carries a migration on.
public final class RunningProcess {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

  private RunningProcess() {}

  /// Empty when there is none on this machine. One that is just starting is waited for.
  public static Optional<RemoteControl> find(Whereabouts where) {
    return switch (where) {
      case ServedMigration served -> Optional.of(served.control());
      case StateDirectory directory -> find(directory);
    };
  }

  private static Optional<RemoteControl> find(StateDirectory directory) {
    return switch (directory.store()) {
      case StorePlace.InDirectory _ -> announced(directory);
      case StorePlace.OnServer _ ->
          directory
              .carrier()
              .filter(LeaseHolder::isOnThisHost)
              .map(holder -> new StateDirectory(directory.migration(), Path.of(holder.directory())))
              .flatMap(RunningProcess::announced);
    };
  }

  private static Optional<RemoteControl> announced(StateDirectory directory) {
    return endpoint(directory.path()).map(endpoint -> connect(directory, endpoint));
  }

  /// The process that uses this state directory, for what is about none of its migrations.
  public static RemotePlace in(Path directory) {
    return endpoint(directory)
        .map(RemotePlace.OnThisHost::new)
        .orElseThrow(() ->
            new CrossfadeException(
                ErrorCode.NOT_RUNNING,
                "no server runs with the state directory %s. Start it with `crossfade server`, or say where it is: with --state-dir, or with --server."
                    .formatted(directory)));
  }

  private static Optional<ControlEndpoint> endpoint(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    long deadline = System.nanoTime() + StateDirectory.PATIENCE.toNanos();
    while (ProcessGuard.isHeld(directory)) {
      // whoever takes the guard first takes away what an older process announced
      Optional<ControlEndpoint> endpoint = ProcessGuard.endpoint(directory);
      if (endpoint.isPresent()) {
        return endpoint;
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new CrossfadeException(
            ErrorCode.NOT_RUNNING,
            "a process holds %s, but has not said in %d s where it can be asked. Try again, or look at its output."
                .formatted(directory, StateDirectory.PATIENCE.toSeconds()));
      }
      pause();
    }
    return Optional.empty();
  }

  /// NOT_RUNNING where one on another machine carries the migration on.
  public static void requireNoneElsewhere(StateDirectory directory) {
    if (directory.carrier().isPresent()) {
      throw notHere(directory);
    }
  }

  /// As the other, for verbs that need one.
  public static RemoteControl need(Whereabouts where) {
    return switch (where) {
      case ServedMigration served -> served.control();
      case StateDirectory directory -> find(directory).orElseThrow(() -> notHere(directory));
    };
  }

  private static CrossfadeException notHere(StateDirectory directory) {
    return new CrossfadeException(
        ErrorCode.NOT_RUNNING,
        directory
            .carrier()
            .map(holder ->
                "%s carries the migration on (its state directory: %s). Give the command there."
                    .formatted(holder, holder.directory()))
            .orElse(
                "no process carries the migration in %s on. Start it in another terminal with `crossfade run MANIFEST`, then try again."
                    .formatted(directory.path())));
  }

  private static RemoteControl connect(StateDirectory directory, ControlEndpoint endpoint) {
    RemotePlace place = new RemotePlace.OnThisHost(endpoint);
    String by = Asker.here();
    return new RemoteControl(place, directory.only(RemoteControl.migrations(place, by)), by);
  }

  /// The other process gives no sign that could be waited for.
  private static void pause() {
    try {
      Thread.sleep(BETWEEN_TRIES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CrossfadeException(
          ErrorCode.NOT_RUNNING, "interrupted while a process was starting", e);
    }
  }
}

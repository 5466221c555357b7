package io.crossfade.demo.chaos;

import io.crossfade.cli.process.RunningProcess;
import io.crossfade.cli.process.StateDirectory;
import io.crossfade.demo.shop.ShopManifest;
import io.crossfade.engine.Status;
import io.crossfade.model.CrossfadeException;
import io.crossfade.server.RemoteControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The processes that carry the migration on, one at a time. What applications need of the one that
/// does, the file `routes`, is copied to where they look for it; so would an operator's script.
final class Engines implements AutoCloseable {
  private static final long LOOK_MILLIS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long STATUS_SECONDS = 5;

  private final List<Engine> all;
  private final Path routes;
  private final Chronicle chronicle;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch found = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile @Nullable Engine carrier;
  private @Nullable FileTime since;

  Engines(List<Engine> all, Path directory, Chronicle chronicle) {
    this.all = List.copyOf(all);
    this.routes = directory.resolve("routes");
    this.chronicle = chronicle;
  }

  void start() {
    all.forEach(Engine::start);
    threads.execute(this::follow);
  }

  List<Engine> all() {
    return all;
  }

  /// Where the shop's application looks for its routes.
  Path routes() throws InterruptedException {
    if (!found.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("No engine served routes within " + PATIENCE);
    }
    return routes;
  }

  /// An application that starts needs somebody who answers.
  void awaitAnswer() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (status().isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("No engine carried the migration on within " + PATIENCE);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /// The state directory of the engine that carries the migration on, or did last.
  Path state() {
    Engine current = carrier;
    return (current == null ? all.getFirst() : current).state();
  }

  /// As `crossfade status`; empty where nobody answers in time.
  Optional<Status> status() throws InterruptedException {
    Future<Optional<Status>> answer = threads.submit(this::ask);
    try {
      return answer.get(STATUS_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      answer.cancel(true);
      return Optional.empty();
    }
  }

  private Optional<Status> ask() {
    StateDirectory directory = new StateDirectory(ShopManifest.MIGRATION, state());
    try {
      Optional<RemoteControl> running = RunningProcess.find(directory);
      if (running.isEmpty()) {
        return Optional.empty();
      }
      try (RemoteControl control = running.get()) {
        return Optional.of(control.status());
      }
    } catch (CrossfadeException e) {
      return Optional.empty(); // it has just died, or is just starting
    }
  }

  private void follow() {
    try {
      while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        for (Engine engine : all) {
          look(engine);
        }
      }
    } catch (IOException e) {
      chronicle.violation("the harness cannot copy the routes: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Engine engine) throws IOException {
    Path theirs = engine.state().resolve("routes");
    try {
      FileTime written = Files.getLastModifiedTime(theirs);
      if (since == null || written.compareTo(since) > 0) {
        Path draft = routes.resolveSibling("routes.tmp");
        Files.copy(theirs, draft, StandardCopyOption.REPLACE_EXISTING);
        Files.move(draft, routes, StandardCopyOption.ATOMIC_MOVE);
        since = written;
        carriedOnBy(engine);
      }
    } catch (NoSuchFileException e) {
      return; // it has not had its turn yet
    }
  }

  private void carriedOnBy(Engine engine) {
    if (carrier != engine) {
      chronicle.say(engine.name(), "carries the migration on");
      if (carrier != null) {
        chronicle.count("takeover");
      }
    }
    carrier = engine;
    found.countDown();
  }

  @Override
  public void close() {
    closed.countDown();
    all.forEach(Engine::close);
    threads.shutdownNow();
  }
}

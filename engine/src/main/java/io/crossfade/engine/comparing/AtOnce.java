package io.crossfade.engine.comparing;

import io.crossfade.transfer.Failures;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets tasks run, so many at a time. What one of them waited for in vain the next would wait for
/// as long: after the first failure none begins.
final class AtOnce {
  private final Executor threads;
  private final Semaphore free;

  /// @param atOnce of all callers together
  AtOnce(Executor threads, int atOnce) {
    this.threads = threads;
    this.free = new Semaphore(atOnce);
  }

  /// Returns once none runs any more, with their results in order; throws the first failure.
  <T> List<T> all(List<Supplier<T>> tasks) {
    AtomicReference<@Nullable RuntimeException> failed = new AtomicReference<>();
    List<CompletableFuture<T>> running =
        tasks.stream()
            .map(task -> CompletableFuture.supplyAsync(() -> inTurn(task, failed), threads))
            .toList();
    Failures.join(CompletableFuture.allOf(running.toArray(new CompletableFuture<?>[0])));
    return running.stream().map(Failures::join).toList();
  }

  private <T> T inTurn(Supplier<T> task, AtomicReference<@Nullable RuntimeException> failed) {
    free.acquireUninterruptibly();
    try {
      RuntimeException before = failed.get();
      if (before != null) {
        throw before;
      }
      return task.get();
    } catch (RuntimeException e) {
      failed.compareAndSet(null, e);
      throw e;
    } finally {
      free.release();
    }
  }
}

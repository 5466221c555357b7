package io.crossfade.engine.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// Does work on a thread that nobody can interrupt. An interrupt in the midst of it closes the
/// connection; and of a file the file itself, under everybody who uses it.
final class Undisturbed {
  private Undisturbed() {}

  /// Whoever waits is interrupted afterwards.
  static <T> T call(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task)).join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw e;
      }
    }
  }
}

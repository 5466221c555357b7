package io.crossfade.cli.process;

import java.util.ArrayDeque;
import java.util.Deque;

/// What was opened, to be closed in the other order. Closing is repeatable, and waits for whoever
/// closes already.
final class Opened implements AutoCloseable {
  private final Deque<Runnable> closers = new ArrayDeque<>();

  synchronized <T> T add(T opened, Runnable closer) {
    closers.push(closer);
    return opened;
  }

  /// Closes everything, whatever fails; then throws what failed first.
  @Override
  public synchronized void close() {
    RuntimeException first = null;
    while (!closers.isEmpty()) {
      try {
        closers.pop().run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}

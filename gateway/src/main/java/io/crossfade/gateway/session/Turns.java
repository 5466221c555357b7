package io.crossfade.gateway.session;

import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Work of which only so much is done at once. Safe for use by several threads.
final class Turns {
  private final int atOnce;
  private final Queue<Supplier<Future<Void>>> waiting = new ArrayDeque<>();
  private int underWay;

  Turns(int atOnce) {
    this.atOnce = atOnce;
  }

  /// @param work begins somewhere else, and says when it is done
  void add(Supplier<Future<Void>> work) {
    synchronized (this) {
      waiting.add(work);
    }
    goOn();
  }

  /// Whatever has not begun does not begin any more.
  synchronized void clear() {
    waiting.clear();
  }

  private void goOn() {
    for (var next = next(); next != null; next = next()) {
      next.get().addListener(done -> ended());
    }
  }

  private synchronized @Nullable Supplier<Future<Void>> next() {
    Supplier<Future<Void>> next = underWay < atOnce ? waiting.poll() : null;
    underWay += next == null ? 0 : 1;
    return next;
  }

  private void ended() {
    synchronized (this) {
      underWay--;
    }
    goOn();
  }
}

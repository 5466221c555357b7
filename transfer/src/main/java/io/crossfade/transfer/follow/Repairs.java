package io.crossfade.transfer.follow;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.RowDifference;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Rows that others want written anew. Each of them gets an answer. Thread-safe. */
final class Repairs {
  private final Queue<Request> open = new ArrayDeque<>();
  private @Nullable CrossfadeException ended;

  private record Request(List<RowDifference> rows, CompletableFuture<Integer> done) {}

  synchronized CompletableFuture<Integer> add(List<RowDifference> rows) {
    if (ended != null) {
      return CompletableFuture.failedFuture(ended);
    }
    Request request = new Request(rows, new CompletableFuture<>());
    open.add(request);
    return request.done();
  }

  /**
   * Does what is asked for, on the caller's thread; what goes wrong is told to both. A row that the
   * written side refuses stands in nobody else's way: only who asked for it is told.
   */
  void serve(ToIntFunction<List<RowDifference>> writer) {
    Request request = next();
    while (request != null) {
      try {
        request.done().complete(writer.applyAsInt(request.rows()));
      } catch (Throwable e) {
        request.done().completeExceptionally(e);
        if (!(e instanceof CrossfadeException failed)
            || failed.code() != ErrorCode.TARGET_REFUSED_ROW) {
          throw e;
        }
      }
      request = next();
    }
  }

  private synchronized @Nullable Request next() {
    return open.poll();
  }

  /** Nobody will serve them any more. */
  void end(CrossfadeException why) {
    synchronized (this) {
      ended = why;
    }
    Request request = next();
    while (request != null) {
      request.done().completeExceptionally(why);
      request = next();
    }
  }
}

package io.crossfade.transfer.follow;

import io.crossfade.connector.ChangeStream;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.LoggedTransaction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What a stream has told and what is not written yet. One thread. */
final class Gathered {
  /** A batch ends at a commit once it holds this many changes. */
  private static final int BATCH_CHANGES = 5_000;

  /** Or this many bytes of them. One transaction may have twice as many before it is large. */
  private static final long BATCH_WEIGHT = 8L << 20;

  private static final Duration POLL = Duration.ofMillis(50);

  private final ChangeStream stream;
  private final Deque<LoggedTransaction> waiting = new ArrayDeque<>();

  Gathered(ChangeStream stream) {
    this.stream = stream;
  }

  /**
   * Takes what is there; waits only when there is nothing at all, so that a batch grows by itself
   * under load.
   */
  Collection<LoggedTransaction> more() {
    long changes = waiting.stream().mapToLong(t -> t.changes().count()).sum();
    long weight = waiting.stream().mapToLong(t -> t.changes().weight()).sum();
    while (changes < BATCH_CHANGES && weight < BATCH_WEIGHT) {
      LoggedTransaction next = next();
      if (next == null) {
        break;
      }
      waiting.add(next);
      changes += next.changes().count();
      weight += next.changes().weight();
    }
    return Collections.unmodifiableCollection(waiting);
  }

  /**
   * A stream that has broken off says so again when it is asked the next time: first write what it
   * has told, which nobody can tell again if the side that is read is gone for good.
   */
  private @Nullable LoggedTransaction next() {
    boolean isFirst = waiting.isEmpty();
    try {
      return stream.next(isFirst ? POLL : Duration.ZERO);
    } catch (CrossfadeException e) {
      if (isFirst) {
        throw e;
      }
      return null;
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The first ones need not be told again. */
  void written(int transactions) {
    for (int i = 0; i < transactions; i++) {
      waiting.remove();
    }
  }
}

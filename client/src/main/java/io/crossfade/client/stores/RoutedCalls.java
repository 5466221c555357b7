package io.crossfade.client.stores;

import io.crossfade.client.Decision;
import io.crossfade.client.RoutedTransaction;
import io.crossfade.client.Router;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out calls on the side that the route says. A write is counted in the router's epoch until
 * its call has returned, so that a hold waits for it.
 *
 * <p>What a call calls in turn, on the same thread, belongs to it: it runs on the same side and
 * never waits at a hold, which would wait for it.
 */
final class RoutedCalls {
  private static final int MOST_WRITERS = 10_000;

  private final Router router;
  private final RecentWriters onSource;
  private final RecentWriters onTarget;

  /** The side of the write under way on this thread. */
  private final ThreadLocal<@Nullable Side> within = new ThreadLocal<>();

  RoutedCalls(Router router, Duration ownWrites, LongSupplier clock) {
    this.router = router;
    this.onSource = new RecentWriters(ownWrites, MOST_WRITERS, clock);
    this.onTarget = new RecentWriters(ownWrites, MOST_WRITERS, clock);
  }

  Router router() {
    return router;
  }

  <T extends @Nullable Object, E extends Exception> T read(
      String name, @Nullable String key, @Nullable ShadowedReads shadow, SideCall<T, E> call)
      throws E {
    Side outer = within.get();
    if (outer != null) {
      return call.on(outer);
    }
    return counted(() -> {
      Side own = ownWrite(key);
      if (own == null && shadow != null) {
        return shadow.read(name, key, call);
      }
      try (RoutedTransaction begun = router.begin(true, key)) {
        // Asked again: the route may have changed while this one waited.
        return call.on(ownWrite(key) == null ? begun.side() : own(begun));
      }
    });
  }

  /** The side on which this reader wrote, wherever the route would have sent him. */
  private Side own(RoutedTransaction begun) {
    Side written = written(begun.route());
    if (written != begun.side()) {
      router.decisions().count(written, Decision.OWN_WRITE);
    }
    return written;
  }

  <T extends @Nullable Object, E extends Exception> T write(
      String store, @Nullable String key, @Nullable MirroredWrites mirror, SideCall<T, E> call)
      throws E {
    Side outer = within.get();
    if (outer != null) {
      return call.on(outer);
    }
    return counted(() -> {
      if (mirror != null && key != null) {
        return mirror.write(store, key, side -> on(side, key, call));
      }
      try (RoutedTransaction begun = router.begin(false, key)) {
        if (begun.route().writes().mirrored()) {
          throw cannotMirror(begun.route(), store, mirror != null);
        }
        return on(begun.side(), key, call);
      }
    });
  }

  private <T extends @Nullable Object, E extends Exception> T on(
      Side side, @Nullable String key, SideCall<T, E> call) throws E {
    within.set(side);
    try {
      return call.on(side);
    } finally {
      within.remove();
      // Also where it failed: nobody knows what an unanswered write did.
      if (key != null) {
        writers(side).wrote(key);
      }
    }
  }

  private <T extends @Nullable Object, E extends Exception> T counted(StoreCall<T, E> call)
      throws E {
    long since = System.nanoTime();
    boolean failed = true;
    try {
      T answer = call.call();
      failed = false;
      return answer;
    } finally {
      router.count(System.nanoTime() - since, failed);
    }
  }

  /** The side that this key has to read because it wrote there, or null. */
  private @Nullable Side ownWrite(@Nullable String key) {
    Side written = written(router.route());
    return key != null && writers(written).has(key) ? written : null;
  }

  private RecentWriters writers(Side side) {
    return side == Side.SOURCE ? onSource : onTarget;
  }

  private static Side written(Route route) {
    return route.writes().authoritative();
  }

  private static CrossfadeException cannotMirror(Route route, String store, boolean lacksKey) {
    String lacks =
        lacksKey
            ? "this write has no key, so that nobody can say what to mirror. Mark its parameter with @Key, or give a key(...)"
            : "it has no mirror, so that the other side would miss this write. Build it with mirror(...)";
    return new CrossfadeException(
        ErrorCode.NOT_ALLOWED_NOW,
        "Migration "
            + route.migration()
            + " writes both sides. Store \""
            + store
            + "\": "
            + lacks
            + ". Nothing was sent to a database.");
  }
}

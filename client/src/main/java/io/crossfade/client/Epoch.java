package io.crossfade.client;

import io.crossfade.model.Readers;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import org.jspecify.annotations.Nullable;

/** A route that this router has confirmed, with the write transactions that began under it. */
final class Epoch {
  final Route route;
  final InFlight writes;
  private final KeyBuckets buckets;
  private final RoutedTransaction readingSource = RoutedTransaction.reading(this, Side.SOURCE);
  private final RoutedTransaction readingTarget = RoutedTransaction.reading(this, Side.TARGET);

  /** The next older epoch that still has transactions in flight. Guarded by the router's lock. */
  private @Nullable Epoch older;

  Epoch(Route route, InFlight writes, @Nullable Epoch older) {
    this.route = route;
    this.writes = writes;
    this.buckets = new KeyBuckets(route.migration());
    this.older = older;
  }

  long number() {
    return route.epoch();
  }

  /** The side on which a transaction begins under this route. */
  Side side(boolean readOnly, @Nullable String key, Readers readers) {
    Side written = route.writes().authoritative();
    if (!readOnly || route.reads() == written || route.percent() == 0) {
      return written;
    }
    Side named = named(key, readers);
    return named == null ? sideByPercent(written, key) : named;
  }

  private @Nullable Side named(@Nullable String key, Readers readers) {
    return key == null || readers.isEmpty()
        ? null
        : readers.side(key, route.writes().authoritative(), route.reads());
  }

  private Side sideByPercent(Side written, @Nullable String key) {
    boolean moved = route.percent() == 100 || (key != null && buckets.within(route.percent(), key));
    return moved ? route.reads() : written;
  }

  /** Why a read goes where it goes under this route. */
  Decision why(@Nullable String key, Readers readers) {
    boolean shared = route.reads() != route.writes().authoritative() && route.percent() > 0;
    if (shared && named(key, readers) != null) {
      return Decision.LIST;
    }
    return shared && route.percent() < 100 ? Decision.PERCENTAGE : Decision.ROUTE;
  }

  /**
   * Read-only work is not counted, as no switch has to wait for it: one object serves all of it.
   */
  RoutedTransaction reading(Side side) {
    return side == Side.SOURCE ? readingSource : readingTarget;
  }

  /**
   * Whether every write transaction of an older epoch has ended. An older epoch takes no new ones,
   * so what has been seen empty stays empty and is dropped.
   */
  boolean drained() {
    Epoch epoch = this;
    while (epoch.older != null) {
      if (epoch.older.writes.sum() == 0) {
        epoch.older = epoch.older.older;
      } else {
        epoch = epoch.older;
      }
    }
    return older == null;
  }

  /** Write transactions in flight, older epochs included. */
  long inFlight() {
    long sum = 0;
    for (Epoch epoch = this; epoch != null; epoch = epoch.older) {
      sum += epoch.writes.sum();
    }
    return sum;
  }
}

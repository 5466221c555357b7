package io.crossfade.client.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.client.FixedRouteSource;
import io.crossfade.client.Router;
import io.crossfade.client.dual.DualWriter;
import io.crossfade.client.dual.ItemStore;
import io.crossfade.client.dual.Versioned;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A routed store whose writes a DualWriter brings to the other side. */
class MirroredStoreTest {
  private static final Order ORDER = new Order("o1", 100);

  private final VersionedOrders a = new VersionedOrders();
  private final VersionedOrders b = new VersionedOrders();

  /** Issues versions, as a store must that is mirrored. */
  private static final class VersionedOrders extends OrdersInMemory implements ItemStore<Order> {
    private final Map<String, Long> versions = new ConcurrentHashMap<>();

    @Override
    public synchronized void save(String id, Order order) throws IOException {
      super.save(id, order);
      long next = versions.merge(id, 1L, Long::sum);
      assertThat(next).isPositive();
    }

    @Override
    public synchronized Versioned<Order> read(String key) {
      return new Versioned<>(versions.getOrDefault(key, 0L), byId.get(key));
    }

    @Override
    public synchronized boolean put(String key, Versioned<Order> state) {
      Order value = state.value();
      if (state.version() <= versions.getOrDefault(key, 0L) || value == null) {
        return false;
      }
      byId.put(key, value);
      versions.put(key, state.version());
      return true;
    }
  }

  @Test
  void aWriteIsOnBothSidesWhileTheRouteSaysSoAndOnOneOtherwise() throws Exception {
    FixedRouteSource source = new FixedRouteSource(Route.initial("shop"));
    Router router = new Router(source);
    try (Crossfade crossfade = Crossfade.over(router, Duration.ofMinutes(1));
        DualWriter writer =
            DualWriter.with(router)
                .store("orders", a, b)
                .bestEffort()
                .synchronous(Duration.ofSeconds(5))
                .start()) {
      OrderStore orders =
          crossfade.route("orders", OrderStore.class).source(a).target(b).mirror(writer).build();
      orders.save("before", ORDER);
      assertThat(b.byId).isEmpty();

      source.set(Route.initial("shop").mirroredFrom(Side.SOURCE));
      while (!router.route().writes().mirrored()) {
        LockSupport.parkNanos(1_000_000);
      }
      orders.save("o1", ORDER);
      assertThat(a.byId).containsOnlyKeys("before", "o1");
      assertThat(b.byId).containsOnly(Map.entry("o1", ORDER));
      assertThat(writer.pending()).isZero();
    }
  }
}

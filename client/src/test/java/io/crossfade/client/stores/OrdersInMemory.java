package io.crossfade.client.stores;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One side's orders. */
class OrdersInMemory implements OrderStore {
  final Map<String, Order> byId = new ConcurrentHashMap<>();

  @Override
  public @Nullable Order find(String id) {
    return byId.get(id);
  }

  @Override
  public long count() {
    return byId.size();
  }

  @Override
  public List<Order> ofCustomer(@Nullable String customer) throws IOException {
    if ("nobody".equals(customer)) {
      throw new IOException("no such customer");
    }
    return List.copyOf(byId.values());
  }

  @Override
  public void save(String id, Order order) throws IOException {
    if (order.cents() < 0) {
      throw new IOException("less than nothing");
    }
    byId.put(id, order);
  }

  @Override
  public boolean remove(@Nullable String id) {
    return id != null && byId.remove(id) != null;
  }
}

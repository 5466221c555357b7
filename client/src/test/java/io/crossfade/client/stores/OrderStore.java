package io.crossfade.client.stores;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store as applications have it: generics, primitives, checked exceptions, defaults. */
public interface OrderStore extends KeyedStore<String, Order> {
  @Override
  @Reads
  @Nullable Order find(@Key String id);

  @Reads
  long count();

  @Reads
  List<Order> ofCustomer(@Key @Nullable String customer) throws IOException;

  @Writes
  boolean remove(@Key @Nullable String id);

  default Optional<Order> lookUp(String id) {
    return Optional.ofNullable(find(id));
  }

  @Writes
  default void saveTwice(@Key String id, Order order) throws IOException {
    save(id, order);
    save(id, order);
  }

  static OrderStore inMemory() {
    return new OrdersInMemory();
  }
}

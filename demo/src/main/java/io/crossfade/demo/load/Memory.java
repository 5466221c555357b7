package io.crossfade.demo.load;

import io.crossfade.demo.shop.Code;
import io.crossfade.demo.shop.Size;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What one client owns and remembers. Codes, carts, reviews and names belong to one client each,
/// so that the last value it wrote is the one to be found; stock, points and events belong to all.
final class Memory {
  private static final int HOT_PRODUCTS = 10;
  private static final int REMEMBERED = 500;

  private final Random random;
  private final Size size;
  private final Deque<String> codes = new ArrayDeque<>();
  private final Deque<Long> carts = new ArrayDeque<>();
  private final Deque<Long> reviews = new ArrayDeque<>();
  private final Deque<Long> names = new ArrayDeque<>();
  private final Deque<PlacedOrder> unpaid = new ArrayDeque<>();
  private @Nullable PlacedOrder lastOrder;

  /// @param number the client's number, from 0
  /// @param clients how many clients there are
  Memory(Random random, Size size, int number, int clients) {
    this.random = random;
    this.size = size;
    own(size.codes(), number, clients).forEach(n -> codes.add(Code.initial(n)));
    own(size.carts(), number, clients).forEach(n -> carts.add((long) n));
    own(size.reviews(), number, clients).forEach(n -> reviews.add((long) n));
    own(size.customers(), number, clients).forEach(n -> names.add((long) n));
  }

  private static IntStream own(int count, int number, int clients) {
    return IntStream.iterate(number + 1, n -> n <= count, n -> n + clients);
  }

  Random random() {
    return random;
  }

  /// A customer with an address: one that was there from the beginning.
  long anyCustomer() {
    return 1 + random.nextInt(size.customers());
  }

  /// Half of all purchases go to a few products.
  int anyProduct() {
    return 1 + random.nextInt(random.nextBoolean() ? HOT_PRODUCTS : size.products());
  }

  /// A code from anywhere in the table, taken away until it is given back.
  Optional<String> takeCode() {
    return Optional.ofNullable(codes.poll());
  }

  void give(String code) {
    codes.add(code);
  }

  Optional<Long> takeCart() {
    return Optional.ofNullable(random.nextBoolean() ? carts.pollLast() : carts.pollFirst());
  }

  void giveCart(long cart) {
    carts.addLast(cart);
  }

  Optional<Long> takeReview() {
    return Optional.ofNullable(reviews.poll());
  }

  void giveReview(long review) {
    reviews.add(review);
  }

  Optional<Long> takeName() {
    return Optional.ofNullable(names.poll());
  }

  void giveName(long customer) {
    names.add(customer);
  }

  Optional<PlacedOrder> takeUnpaid() {
    return Optional.ofNullable(unpaid.poll());
  }

  void giveUnpaid(PlacedOrder order) {
    if (unpaid.size() < REMEMBERED) {
      unpaid.add(order);
    }
  }

  Optional<PlacedOrder> lastOrder() {
    return Optional.ofNullable(lastOrder);
  }

  void lastOrder(PlacedOrder order) {
    lastOrder = order;
  }

  /// Should the order's payment end in doubt, nobody could say what a look at it must show.
  void forget(PlacedOrder order) {
    if (order.equals(lastOrder)) {
      lastOrder = null;
    }
  }
}

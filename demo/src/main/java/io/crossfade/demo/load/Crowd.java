package io.crossfade.demo.load;

import io.crossfade.demo.record.RecordWriter;
import io.crossfade.demo.shop.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/// All clients of one process, each a thread.
final class Crowd implements AutoCloseable {
  private static final double BYPASS_PER_SECOND = 5;
  private static final int HOT_PRODUCT = 1;

  private final RecordWriter record;
  private final long seed;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  Crowd(RecordWriter record, long seed) {
    this.record = record;
    this.seed = seed;
  }

  /// Clients whose transactions go where the route says.
  ///
  /// @param rate transactions per second of all of them together
  void admit(Connections connections, Size size, int clients, int rate) {
    for (int number = 0; number < clients; number++) {
      Random random = new Random(seed * 1_000 + number);
      Choice choice = new Choice(new Memory(random, size, number, clients));
      admit(connections, "client" + number, choice::next, (double) rate / clients);
    }
  }

  /// Clients that change rows of which they know nothing, each its own.
  void admit(Connections connections, List<AnyRows> rows, int rate) {
    for (AnyRows mine : rows) {
      String name = "client" + threads.size();
      admit(connections, name, mine::next, (double) rate / rows.size());
    }
  }

  /// A client that nobody told about the migration.
  void admitBypass(Connections source) {
    admit(source, "bypass", () -> new BypassRouter(HOT_PRODUCT), BYPASS_PER_SECOND);
  }

  private void admit(
      Connections connections, String name, Supplier<Action> actions, double perSecond) {
    Teller teller = new Teller(connections, record, name);
    Random pace = new Random(seed + threads.size());
    Shopper shopper = new Shopper(teller, actions, pace, perSecond, stop);
    threads.add(Thread.ofPlatform().name(name).start(shopper));
  }

  /// Lets every transaction under way end.
  @Override
  public void close() throws InterruptedException {
    stop.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }
}

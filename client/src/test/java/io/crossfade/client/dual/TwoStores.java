package io.crossfade.client.dual;

import io.crossfade.model.LedgerCount;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;

/** A writer between two stores in memory; time and mirrors go on when a test says so. */
class TwoStores {
  static final Item NOTE = new Item("note", "1");

  final Routes routes = new Routes();
  final MemoryStore source = new MemoryStore();
  final MemoryStore target = new MemoryStore();

  /** Mirrors that have not begun. */
  final Queue<Runnable> begun = new ConcurrentLinkedQueue<>();

  /** Time goes on when a test says so. */
  long nanos;

  final List<DualWriter> writers = new ArrayList<>();

  @AfterEach
  void close() {
    writers.forEach(DualWriter::close);
    routes.close();
  }

  DualWriterBuilder builder() {
    return DualWriter.with(routes.router)
        .store("note", source, target)
        .bestEffort()
        .mirrorsOn(Runnable::run)
        .drainEvery(null)
        .given(() -> nanos, () -> 0.5);
  }

  DualWriter started(DualWriterBuilder builder) {
    DualWriter writer = builder.start();
    writers.add(writer);
    return writer;
  }

  void write(DualWriter writer, String key, String value) {
    writer.write(
        new Item("note", key),
        side -> {
          store(side).write(key, value);
          return value;
        });
  }

  MemoryStore store(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  void later(Duration time) {
    nanos += time.toNanos();
  }

  LedgerCount count(DualWriter writer) throws Exception {
    return writer.findings().ledger().get(0);
  }

  void drain(DualWriter writer) throws InterruptedException {
    Thread drainer =
        new Thread(() -> {
          try {
            writer.drain();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    drainer.start();
    while (drainer.isAlive()) {
      run();
      LockSupport.parkNanos(1_000_000);
    }
  }

  void run() {
    for (Runnable mirror = begun.poll(); mirror != null; mirror = begun.poll()) {
      mirror.run();
    }
  }
}

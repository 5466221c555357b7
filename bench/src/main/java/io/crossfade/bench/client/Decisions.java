package io.crossfade.bench.client;

import io.crossfade.client.FixedRouteSource;
import io.crossfade.client.RoutedReads;
import io.crossfade.client.RoutedTransaction;
import io.crossfade.client.Router;
import io.crossfade.client.SideGuard;
import io.crossfade.client.SideRead;
import io.crossfade.client.dual.DualWriter;
import io.crossfade.client.dual.Item;
import io.crossfade.client.dual.ItemStore;
import io.crossfade.client.dual.Versioned;
import io.crossfade.client.shadow.Arrivals;
import io.crossfade.client.shadow.Comparison;
import io.crossfade.client.shadow.Laboratory;
import io.crossfade.client.shadow.Redaction;
import io.crossfade.client.shadow.ShadowLimits;
import io.crossfade.client.shadow.ShadowReader;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.model.Writes;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// One decision, by JMH: nothing is asked of a database.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Decisions {
  private static final int KEYS = 1 << 10;
  private static final SideRead<Side, RuntimeException> ECHO = side -> side;
  private static final ItemStore<String> AT_ONCE =
      new ItemStore<>() {
        @Override
        public Versioned<String> read(String key) {
          return new Versioned<>(1, key);
        }

        @Override
        public boolean put(String key, Versioned<String> state) {
          return true;
        }
      };

  private final Router percentage = router(Side.TARGET, 10, 0);
  private final Router sourceOnly = router(Side.SOURCE, 100, 0);
  private final Laboratory laboratory = new Laboratory(ShadowLimits.USUAL, Redaction.NO_VALUES);
  private final RoutedReads reads = new RoutedReads(sourceOnly, SideGuard.NONE);
  private final ShadowReader shadow =
      new ShadowReader(sourceOnly, SideGuard.NONE, laboratory, Comparison.EXACT, Arrivals.AT_ONCE);
  private final Router both =
      new Router(new FixedRouteSource(Route.initial("shop").mirroredFrom(Side.SOURCE)));
  private final DualWriter dual =
      DualWriter.with(both)
          .store("orders", AT_ONCE, AT_ONCE)
          .bestEffort()
          .mirrorsOn(Runnable::run)
          .start();
  private final String[] keys = new String[KEYS];
  private int next;

  /// JMH makes it.
  public Decisions() {
    for (int i = 0; i < KEYS; i++) {
      keys[i] = "customer-" + (100_000 + i);
    }
  }

  private static Router router(Side reads, int percent, int shadowPercent) {
    Route route = new Route("shop", 1, Writes.SOURCE, reads, percent, shadowPercent, false);
    return new Router(new FixedRouteSource(route));
  }

  private String key() {
    next = (next + 1) & (KEYS - 1);
    return keys[next];
  }

  @TearDown
  public void close() {
    dual.close();
    both.close();
    percentage.close();
    sourceOnly.close();
    laboratory.close();
  }

  /// A whole dual write, of stores that answer at once: what is left is ours. Its mirror runs on
  /// the same thread.
  @Benchmark
  public Side dualWriteOfStoresThatAnswerAtOnce() {
    return dual.write(new Item("orders", key()), ECHO::from);
  }

  /// What the rest stands on: taking a key, and a call.
  @Benchmark
  public Side nothing() {
    return ECHO.from(key().isEmpty() ? Side.TARGET : Side.SOURCE);
  }

  @Benchmark
  public Side readByPercentage() {
    try (RoutedTransaction begun = percentage.begin(true, key())) {
      return begun.side();
    }
  }

  @Benchmark
  public Side readSourceOnly() {
    try (RoutedTransaction begun = sourceOnly.begin(true, key())) {
      return begun.side();
    }
  }

  @Benchmark
  public Side writeSourceOnly() {
    try (RoutedTransaction begun = sourceOnly.begin(false, key())) {
      return begun.side();
    }
  }

  @Benchmark
  public Side routedReadSourceOnly() {
    return reads.read(key(), ECHO);
  }

  @Benchmark
  public Side shadowReaderSwitchedOff() {
    return shadow.read("find", key(), ECHO);
  }
}

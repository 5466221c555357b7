package io.crossfade.client.dual;

import io.crossfade.client.Router;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a DualWriter is to be. The stores and the guarantee have to be named; the rest has defaults:
 * asynchronous, 1000 mirrors under way, a write waits a second for room.
 */
public final class DualWriterBuilder {
  private static final int THREADS = 4;

  /** What the ledger of a guarantee needs of the rest. */
  private interface LedgerMaker {
    Ledger with(LongSupplier nanos);
  }

  private final Router router;
  private final Map<String, StorePair<?>> stores = new HashMap<>();
  private @Nullable Guarantee guarantee;
  private LedgerMaker ledger = nanos -> MemoryLedger.bestEffort(Limits.DEFAULT, nanos);
  private Limits limits = Limits.DEFAULT;
  private @Nullable Duration timeout;
  private @Nullable Compensation undo;
  private int capacity = 1_000;
  private WhenFull whenFull = WhenFull.WAIT;
  private Duration wait = Duration.ofSeconds(1);
  private BackOff backOff = BackOff.DEFAULT;
  private double readBack;
  private @Nullable Executor executor;
  private @Nullable Duration drainEvery = Duration.ofSeconds(1);
  private LongSupplier nanos = System::nanoTime;
  private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

  DualWriterBuilder(Router router) {
    this.router = router;
  }

  /** One store, as each side has it. */
  public <V> DualWriterBuilder store(String name, ItemStore<V> source, ItemStore<V> target) {
    stores.put(name, new StorePair<>(source, target));
    return this;
  }

  /** {@link Guarantee#OUTBOX}: by JDBC's, or one of your own. It is closed with the writer. */
  public DualWriterBuilder outbox(Ledger outbox) {
    guarantee = Guarantee.OUTBOX;
    ledger = clock -> outbox;
    return this;
  }

  /**
   * {@link Guarantee#DURABLE_INTENT}.
   *
   * @param directory on a disk that outlives the process, and of this process alone
   */
  public DualWriterBuilder durableIntent(Path directory) {
    guarantee = Guarantee.DURABLE_INTENT;
    ledger = clock -> MemoryLedger.durable(directory, limits, clock);
    return this;
  }

  /** {@link Guarantee#BEST_EFFORT}. */
  public DualWriterBuilder bestEffort() {
    guarantee = Guarantee.BEST_EFFORT;
    ledger = clock -> MemoryLedger.bestEffort(limits, clock);
    return this;
  }

  /** How much a ledger in memory takes, and for how long a lost answer leaves doubt. */
  public DualWriterBuilder limits(int mostItems, Duration inDoubt) {
    limits = new Limits(mostItems, inDoubt);
    return this;
  }

  /**
   * Each write waits for its mirror, at most so long; what takes longer is the ledger's. Without
   * this no write waits.
   */
  public DualWriterBuilder synchronous(Duration atMost) {
    timeout = atMost;
    return this;
  }

  /** A write whose mirror failed is taken back and fails. Only where writes wait for mirrors. */
  public DualWriterBuilder onMirrorFailure(Compensation compensation) {
    undo = compensation;
    return this;
  }

  /**
   * @param mirrorsUnderWay at most, each of one write with all of its items
   * @param atMost how long {@link WhenFull#WAIT} waits
   */
  public DualWriterBuilder queue(int mirrorsUnderWay, WhenFull full, Duration atMost) {
    capacity = mirrorsUnderWay;
    whenFull = full;
    wait = atMost;
    return this;
  }

  public DualWriterBuilder backOff(BackOff how) {
    backOff = how;
    return this;
  }

  /** The share of mirrors after which the other side is read and compared, 0 to 1. */
  public DualWriterBuilder readBack(double share) {
    readBack = share;
    return this;
  }

  /** The threads of the mirrors, which stay the caller's. */
  public DualWriterBuilder mirrorsOn(Executor threads) {
    executor = threads;
    return this;
  }

  /** How often the ledger is looked at; null: only by {@link DualWriter#drain}. */
  public DualWriterBuilder drainEvery(@Nullable Duration pause) {
    drainEvery = pause;
    return this;
  }

  /**
   * For tests and simulations.
   *
   * @param elapsed time in nanoseconds, in place of the machine's
   * @param numbers from 0 to 1, in place of chance
   */
  public DualWriterBuilder given(LongSupplier elapsed, DoubleSupplier numbers) {
    nanos = elapsed;
    random = numbers;
    return this;
  }

  /**
   * @throws IllegalArgumentException where the parts do not fit each other
   * @throws io.crossfade.model.CrossfadeException INTENT_FAILED, ALREADY_RUNNING for the directory
   */
  public DualWriter start() {
    check();
    ExecutorService own =
        executor == null ? Executors.newFixedThreadPool(THREADS, this::thread) : null;
    Executor threads = executor == null ? Objects.requireNonNull(own) : executor;
    Ledger made = ledger.with(nanos);
    Mirroring how = new Mirroring(timeout, undo, backOff, readBack, nanos);
    Settler settler = new Settler(router, made, Map.copyOf(stores), how, random);
    MirrorQueue queue = new MirrorQueue(capacity, whenFull, wait);
    return new DualWriter(
        router,
        made,
        new Mirrors(settler, made, queue, how, threads),
        new Drain(router, Set.copyOf(stores.keySet()), made, settler, threads),
        new Findings(made, Map.copyOf(stores)),
        new Background(drainEvery, own));
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "crossfade-mirror");
    thread.setDaemon(true);
    return thread;
  }

  private void check() {
    require(guarantee != null, "name a guarantee: outbox, durableIntent or bestEffort");
    require(!stores.isEmpty(), "name at least one store");
    require(
        undo == null || timeout != null,
        "only a write that waits for its mirror can be taken back");
    require(
        whenFull != WhenFull.LEAVE || guarantee != Guarantee.BEST_EFFORT,
        "LEAVE needs a ledger that is not memory alone: take WAIT or REFUSE with BEST_EFFORT");
    require(
        whenFull != WhenFull.LEAVE || undo == null,
        "LEAVE lets a write stand whose mirror nobody has tried, and onMirrorFailure none: take WAIT or REFUSE with it");
    require(readBack >= 0 && readBack <= 1, "the share to read back lies between 0 and 1");
    require(capacity > 0, "the queue has room for one mirror at least");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}

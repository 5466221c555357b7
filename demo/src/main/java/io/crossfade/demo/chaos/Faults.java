package io.crossfade.demo.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Lets things go wrong, several at once now and then, until it is told to stop. What the seed
/// decides: which faults, in which order, how long after each other, for how long.
final class Faults implements AutoCloseable {
  private static final double MEAN_GAP = 6;

  /// However short a round is, so many faults it should see.
  private static final double FAULTS_AT_LEAST = 20;

  /// One fault in so many lasts long: longer than a driver waits for a server, and long enough for
  /// a takeover.
  private static final int LONG_ONE_IN = 8;

  private final Chronicle chronicle;
  private final Deck deck;
  private final Random random;
  private final Deck aimedDeck;
  private final Random aimed;
  private final double longest;
  private final double meanGap;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Set<Victim> suffering = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Faults(Chronicle chronicle, List<Victim> victims, Random random, Duration length) {
    this.chronicle = chronicle;
    this.deck = new Deck(victims, random);
    this.random = random;
    this.aimed = new Random(random.nextLong());
    this.aimedDeck = new Deck(victims, aimed);
    this.longest = Math.min(40, length.toSeconds() / 8.0);
    this.meanGap = Math.min(MEAN_GAP, length.toSeconds() / FAULTS_AT_LEAST);
  }

  /// @param length how long they are going to last, so that no single fault is most of it
  static Faults start(Chronicle chronicle, List<Victim> victims, Random random, Duration length) {
    Faults faults = new Faults(chronicle, victims, random, length);
    faults.threads.execute(faults::happen);
    return faults;
  }

  private void happen() {
    while (!isOverAfter(millis(gap()))) {
      Deck.Blow blow = deck.draw();
      double seconds = seconds(random);
      threads.execute(() -> suffer(blow, seconds));
    }
  }

  /// Something is beginning that takes a second or two: half of the time one more fault, out of
  /// turn, in the midst of it.
  synchronized void aim() {
    if (over.getCount() == 0 || aimed.nextBoolean()) {
      return;
    }
    Deck.Blow blow = aimedDeck.draw();
    long wait = 500L + aimed.nextInt(2_000);
    double seconds = seconds(aimed);
    threads.execute(() -> {
      if (!isOverAfter(wait)) {
        suffer(blow, seconds);
      }
    });
  }

  private boolean isOverAfter(long millis) {
    try {
      return over.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /// Nobody has two faults at once.
  private void suffer(Deck.Blow blow, double seconds) {
    if (!suffering.add(blow.victim())) {
      return;
    }
    String name = blow.victim().name();
    String what = blow.fault().done();
    chronicle.say(name, String.format(Locale.ROOT, "%s for %.1f s", what, seconds));
    chronicle.count("fault " + name + " " + what);
    try {
      blow.victim()
          .suffer(
              blow.fault(),
              () -> {
                var _ = over.await(millis(seconds), TimeUnit.MILLISECONDS);
              });
      chronicle.say(name, "is back");
    } catch (RuntimeException e) {
      chronicle.violation("the harness could not bring " + name + " back: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      suffering.remove(blow.victim());
    }
  }

  private double gap() {
    double gap = meanGap / 4 * (1 - 3 * Math.log(1 - random.nextDouble()));
    return Math.min(4 * meanGap, gap);
  }

  private double seconds(Random random) {
    double many = Math.min(8, longest);
    return random.nextInt(LONG_ONE_IN) == 0
        ? many + random.nextDouble() * (longest - many)
        : random.nextDouble() * many;
  }

  private static long millis(double seconds) {
    return (long) (seconds * 1_000);
  }

  /// Ends all faults, and waits until everything is back.
  @Override
  public void close() {
    synchronized (this) {
      over.countDown();
    }
    threads.close();
  }
}

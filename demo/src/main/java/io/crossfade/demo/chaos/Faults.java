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
  private final double longest;
  private final double meanGap;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Set<Victim> suffering = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Faults(Chronicle chronicle, Deck deck, Random random, Duration length) {
    this.chronicle = chronicle;
    this.deck = deck;
    this.random = random;
    this.longest = Math.min(40, length.toSeconds() / 8.0);
    this.meanGap = Math.min(MEAN_GAP, length.toSeconds() / FAULTS_AT_LEAST);
  }

  /// @param length how long they are going to last, so that no single fault is most of it
  static Faults start(Chronicle chronicle, List<Victim> victims, Random random, Duration length) {
    Faults faults = new Faults(chronicle, new Deck(victims, random), random, length);
    faults.threads.submit(faults::happen);
    return faults;
  }

  private Void happen() throws InterruptedException {
    while (!over.await(millis(gap()), TimeUnit.MILLISECONDS)) {
      Deck.Blow blow = deck.draw();
      double seconds = seconds();
      if (suffering.add(blow.victim())) {
        threads.submit(() -> suffer(blow, seconds));
      }
    }
    return null;
  }

  private void suffer(Deck.Blow blow, double seconds) {
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

  private double seconds() {
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
    over.countDown();
    threads.close();
  }
}

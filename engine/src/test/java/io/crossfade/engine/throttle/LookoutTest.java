package io.crossfade.engine.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Database;
import io.crossfade.connector.Health;
import io.crossfade.connector.Lease;
import io.crossfade.connector.Load;
import io.crossfade.engine.Await;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.Setup;
import io.crossfade.engine.manifest.ThrottleSettings;
import io.crossfade.engine.mapping.MappingPlan;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Mapping;
import io.crossfade.model.Side;
import io.crossfade.transfer.LocalRunner;
import io.crossfade.transfer.Timing;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LookoutTest {
  private static final Lease LEASE = new Lease("shop", "store", 1);
  private static final Load QUIET = new Load(Duration.ofMillis(1), 0, Duration.ZERO, 0);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Notes notes = new Notes();
  private final AtomicLong clock = new AtomicLong();
  private volatile Health health = (_, _) -> QUIET;
  private volatile boolean needed = true;
  private final Lookout lookout =
      new Lookout(setup(), Journal.open(notes, LEASE), ThrottleSettings.DEFAULT);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void whatASlowDatabaseBearsIsFoundAndPeopleAreToldWhenItBeginsAndEnds() {
    threads.execute(() -> lookout.run(() -> needed));
    Await.that(() -> lookout.rowsPerSecond() > Governor.BEGINNING);

    health = (_, _) -> new Load(Duration.ofMillis(400), 0, Duration.ZERO, 0);
    Await.that(() -> lookout.rowsPerSecond() == Governor.FLOOR);
    assertThat(lookout.because()).isEqualTo("source latency 400 ms > 250 ms");

    health = (_, _) -> QUIET;
    Await.that(() -> lookout.because() == null);
    assertThat(notes.told())
        .containsExactly(
            "copy and comparison are slowed: source latency 400 ms > 250 ms",
            "copy and comparison are no longer slowed");
    needed = false;
    Await.that(() -> lookout.rowsPerSecond() == Governor.FREE);
  }

  @Test
  void aDatabaseThatIsAwayCountsAsSlow() {
    health =
        (_, _) -> {
          throw new CrossfadeException(ErrorCode.DATABASE_FAILED, "away");
        };
    threads.execute(() -> lookout.run(() -> needed));

    Await.that(() -> lookout.rowsPerSecond() == Governor.FLOOR);
    assertThat(lookout.because()).isEqualTo("source does not answer");
  }

  @Test
  void aLookThatDoesNotReturnStopsTheWork() throws InterruptedException {
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    health =
        (_, _) -> {
          looking.countDown();
          awaitQuietly(answer);
          return QUIET;
        };
    threads.execute(() -> lookout.run(() -> needed));
    looking.await();
    assertThat(lookout.rowsPerSecond()).isEqualTo(Governor.BEGINNING);

    clock.addAndGet(Duration.ofMillis(5_001).toNanos());
    assertThat(lookout.rowsPerSecond()).isZero();
    assertThat(lookout.because()).startsWith("no answer");

    answer.countDown();
    Await.that(() -> lookout.rowsPerSecond() > Governor.BEGINNING);
    assertThat(lookout.because()).isNull();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Setup setup() {
    Database database =
        (Database)
            Proxy.newProxyInstance(
                Database.class.getClassLoader(),
                new Class<?>[] {Database.class},
                (_, _, _) -> (Health) (migration, from) -> health.load(migration, from));
    Timing timing = new LookAfterLook(clock);
    LocalRunner local =
        new LocalRunner(Map.of(Side.SOURCE, database, Side.TARGET, database), threads, timing);
    MappingPlan nothing =
        new MappingPlan(
            new Mapping(Direction.FORWARD, List.of()),
            new Mapping(Direction.REVERSE, List.of()),
            List.of(),
            Map.of());
    return new Setup(
        LEASE, nothing, local, local, threads, Thread.ofVirtual().factory(), "giver", true);
  }

  /// Half a second passes from each look to the next, at once.
  private record LookAfterLook(AtomicLong clock) implements Timing {
    @Override
    public long nanoTime() {
      return clock.get();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      clock.addAndGet(duration.toNanos());
      Thread.yield();
    }
  }

  private static final class Notes implements Journal.Log {
    private final List<String> told = new ArrayList<>();

    synchronized List<String> told() {
      return List.copyOf(told);
    }

    @Override
    public synchronized Recorded append(Lease lease, long seq, MigrationEvent event) {
      if (event instanceof MigrationEvent.Noted note) {
        told.add(note.message());
      }
      return new Recorded(lease.migration(), seq, Instant.EPOCH, "0.1.0", event);
    }

    @Override
    public List<Recorded> events(String migration) {
      return List.of();
    }
  }
}

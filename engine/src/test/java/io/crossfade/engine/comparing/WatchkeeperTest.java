package io.crossfade.engine.comparing;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Database;
import io.crossfade.connector.Lease;
import io.crossfade.engine.FakeWorkplace;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MemoryLog;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.engine.Setup;
import io.crossfade.engine.mapping.MappingPlan;
import io.crossfade.engine.strategies.FollowTheLog;
import io.crossfade.engine.streams.Streams;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.Mapping;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.compare.TouchedKeys;
import io.crossfade.transfer.follow.Following;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A watch over two databases that are away.
@Timeout(60)
class WatchkeeperTest {
  private static final TableName NAME = new TableName("public", "orders");
  private static final TableMapping ORDERS =
      TableMapping.identity(new Table(NAME, List.of(), List.of("id"), List.of(), List.of(), 0));
  private static final TableMapping ITEMS =
      TableMapping.identity(
          new Table(
              new TableName("public", "items"), List.of(), List.of("id"), List.of(), List.of(), 0));

  private final CountDownLatch turns = new CountDownLatch(5);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeWorkplace away = new FakeWorkplace(away(), new Quick(), threads);
  private final Journal journal = Journal.open(new MemoryLog(), new Lease("shop", "test", 1));
  private final Setup setup =
      new Setup(
          new Lease("shop", "store", 1),
          new MappingPlan(
              new Mapping(Direction.FORWARD, List.of(ORDERS, ITEMS)),
              new Mapping(Direction.REVERSE, List.of(ORDERS, ITEMS)),
              List.of(),
              Map.of()),
          away,
          away,
          threads,
          Thread.ofVirtual().factory(),
          "giver",
          true);
  private final Streams streams = new Streams(setup, new FollowTheLog(setup), journal);
  private final TouchedKeys touched = streams.numbers(Direction.FORWARD).touched();

  @AfterEach
  void stop() {
    threads.shutdownNow();
    streams.close();
  }

  @Test
  void whatIsTouchedBeforeTheFirstVerdictWaitsForIt() throws Exception {
    streams.start(Direction.FORWARD, Following.Mode.APPLY);
    touched.add(ORDERS, Key.of("7"));
    watchForSomeTurns();
    assertThat(touched.drain()).containsOnly(Map.entry(ORDERS, Set.of(Key.of("7"))));
  }

  @Test
  void whatIsTouchedWhileNoStreamRunsWaitsForOne() throws Exception {
    journal.record(new VerdictReached(NAME, 1, 0, 0, "0/1"));
    touched.add(ORDERS, Key.of("7"));
    watchForSomeTurns();
    assertThat(touched.drain()).containsOnly(Map.entry(ORDERS, Set.of(Key.of("7"))));
  }

  @Test
  void whatCannotBeComparedNowStaysSuspectAndIsToldOnce() throws Exception {
    journal.record(new VerdictReached(NAME, 1, 0, 0, "0/1"));
    streams.start(Direction.FORWARD, Following.Mode.APPLY);
    Queue<String> notes = new ConcurrentLinkedQueue<>();
    journal.listen(recorded -> {
      if (recorded.event() instanceof MigrationEvent.Noted(String message)) {
        notes.add(message);
      }
    });
    touched.add(ORDERS, Key.of("7"));
    touched.suspect(ITEMS);

    watchForSomeTurns();

    assertThat(notes).filteredOn(note -> note.contains("missed a turn")).hasSize(1);
    assertThat(touched.drain()).containsOnly(Map.entry(ORDERS, Set.of(Key.of("7"))));
    assertThat(touched.drainOverflown()).containsExactly(ITEMS);
  }

  @Test
  void whatWasLeftOfTheOtherWayIsLookedAtTheOtherWayRound() throws Exception {
    journal.record(new VerdictReached(NAME, 1, 0, 0, "0/1"));
    streams.start(Direction.FORWARD, Following.Mode.APPLY);
    TouchedKeys left = streams.numbers(Direction.REVERSE).touched();
    left.add(ORDERS, Key.of("7"));
    left.suspect(ITEMS);

    watchForSomeTurns();

    assertThat(left.isEmpty()).isTrue();
    assertThat(touched.drain()).containsOnly(Map.entry(ORDERS, Set.of(Key.of("7"))));
    assertThat(touched.drainOverflown()).containsExactly(ITEMS);
  }

  private void watchForSomeTurns() throws InterruptedException {
    Thread watch =
        Thread.ofPlatform().start(new Watchkeeper(setup, streams, journal, 100, () -> {}));
    boolean turned = turns.await(30, TimeUnit.SECONDS);
    watch.interrupt();
    watch.join();
    assertThat(turned).isTrue();
  }

  private static Database away() {
    return (Database)
        Proxy.newProxyInstance(
            Database.class.getClassLoader(),
            new Class<?>[] {Database.class},
            (_, method, _) -> {
              throw new CrossfadeException(
                  ErrorCode.DATABASE_FAILED, method.getName() + ": the database is away");
            });
  }

  private final class Quick implements Timing {
    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
      Thread.sleep(1);
      if (duration.equals(Duration.ofMillis(500))) {
        turns.countDown();
      }
    }
  }
}

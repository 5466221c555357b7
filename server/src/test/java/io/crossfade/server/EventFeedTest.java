package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Control;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.Status;
import io.crossfade.server.hosting.Migrations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventFeedTest {
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final CountDownLatch looks = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicInteger started = new AtomicInteger();
  private final EventFeed feed =
      new EventFeed(
          new OneEvent(),
          work -> {
            started.incrementAndGet();
            return new Thread(work, "feed");
          });

  @AfterEach
  void close() {
    goOn.countDown();
    feed.close();
  }

  /// Who follows comes and goes with each event.
  @Test
  void oneLooksForAllHoweverOftenTheyComeAndGo() throws Exception {
    Thread first = Thread.startVirtualThread(this::awaitWhatNeverComes);
    assertThat(looks.await(30, TimeUnit.SECONDS)).isTrue();
    first.interrupt();
    assertThat(first.join(Duration.ofSeconds(30))).isTrue();
    for (int i = 0; i < 20; i++) {
      feed.await("shop", 0, MOMENT);
      feed.await("stock", 0, MOMENT);
    }
    assertThat(started).hasValue(1);
  }

  @Test
  void wakesWhoWaitsForWhatHasHappened() throws Exception {
    goOn.countDown();
    feed.await("shop", 0, Duration.ofHours(1));
    assertThat(started).hasPositiveValue();
  }

  @Test
  void wakesEverybodyWhenItEnds() throws Exception {
    Thread waiting = Thread.startVirtualThread(this::awaitWhatNeverComes);
    assertThat(looks.await(30, TimeUnit.SECONDS)).isTrue();
    feed.close();
    assertThat(waiting.join(Duration.ofSeconds(30))).isTrue();
    assertThat(feed.isClosed()).isTrue();
  }

  private void awaitWhatNeverComes() {
    try {
      feed.await("shop", 7, Duration.ofHours(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whoever asks for its events waits until the test goes on.
  private final class OneEvent implements Migrations {
    @Override
    public List<String> names() {
      return List.of("shop", "stock");
    }

    @Override
    public Status status(String migration) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Control control(String migration) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Recorded> before(
        String migration, Class<? extends MigrationEvent> kind, long before, int most) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Recorded> events(String migration, long after, int most) {
      looks.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return after > 0
          ? List.of()
          : List.of(
              new Recorded(migration, 1, Instant.EPOCH, "0.1.0", new MigrationEvent.Noted("n")));
    }
  }
}

package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Lease;
import io.crossfade.engine.manifest.Rollout;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.steps.ShiftReads;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Under a clock of the test's, that nobody but those who wait move.
@Timeout(30)
class PausingTest {
  private final Journal journal = Journal.open(new MemoryLog(), new Lease("shop", "test", 1));
  private final Clock clock = new Clock();
  private final Pausing pausing = new Pausing(journal, clock, () -> Instant.EPOCH);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final List<String> told = new CopyOnWriteArrayList<>();

  @Test
  void theEndOfASwitchIsWaitedFor() throws Exception {
    Thread moves = Thread.ofVirtual().start(this::move);
    begun.await();
    clock.onPause =
        () -> {
          told.add("waits");
          mayEnd.countDown();
          join(moves);
        };
    pausing.afterSwitch(Duration.ofSeconds(10), () -> told.add("cancelled"));
    assertThat(told).containsExactly("waits", "moved", "cancelled");
  }

  @Test
  void theEndOfASwitchIsNotWaitedForForEver() throws Exception {
    Thread moves = Thread.ofVirtual().start(this::move);
    begun.await();
    pausing.afterSwitch(Duration.ofSeconds(10), () -> told.add("cancelled"));
    assertThat(told).containsExactly("cancelled");
    assertThat(clock.nanos).isEqualTo(Duration.ofSeconds(10).toNanos());
    mayEnd.countDown();
    join(moves);
  }

  private void move() {
    boolean _ =
        pausing.keptOut(() -> {
          begun.countDown();
          try {
            mayEnd.await();
            return told.add("moved");
          } catch (InterruptedException e) {
            return told.add("interrupted");
          }
        });
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatComparesGivesWayToARollbackInAPauseAndWithoutOne() {
    pausing.awaitUnlessUrgent();
    boolean _ =
        pausing.urgently(() -> {
          assertThatThrownBy(pausing::awaitUnlessUrgent)
              .isInstanceOf(CrossfadeException.class)
              .hasMessageContaining("gave way to a rollback");
          return true;
        });
    pausing.begin("anna@host", "");
    boolean _ =
        pausing.urgently(() -> {
          assertThatThrownBy(pausing::awaitUnlessUrgent).hasMessageContaining("gave way");
          return true;
        });
  }

  @Test
  void noReadsMoveInAPauseThatBeganWhileTheirGateWasWaitedFor() {
    List<String> published = new ArrayList<>();
    RouteBoard board =
        new RouteBoard(
            journal.state().route(),
            route -> {
              published.add(route.percent() + (pausing.isPaused() ? " paused" : ""));
              journal.record(new MigrationEvent.RoutePublished(route));
            },
            clock);
    List<String> asked = new ArrayList<>();
    ShiftReads reads =
        new ShiftReads(
            board,
            new RolloutJournal(
                journal, Rollout.of(List.of(50), Duration.ZERO), () -> Instant.EPOCH),
            clock,
            () -> {
              if (asked.isEmpty()) {
                pausing.begin("anna@host", "");
              }
              asked.add("gate");
              return List.of();
            },
            List::of,
            pausing.going(() -> true));
    clock.onPause =
        () -> {
          if (pausing.isPaused()) {
            pausing.end("anna@host");
          }
        };
    reads.run();
    assertThat(published).containsExactly("50");
    assertThat(board.current().reads()).isEqualTo(Side.TARGET);
  }

  private static final class Clock implements Timing {
    private long nanos;
    private Runnable onPause = () -> {};

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public void pause(Duration duration) {
      nanos += duration.toNanos();
      onPause.run();
    }
  }
}

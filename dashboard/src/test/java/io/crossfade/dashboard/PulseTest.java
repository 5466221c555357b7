package io.crossfade.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Control;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.Status;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.FakeControl;
import io.crossfade.server.hosting.Migrations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PulseTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Log log = new Log();
  private final Pulse pulse = new Pulse(log, new Templates(), "shop");

  @AfterEach
  void close() {
    pulse.close();
  }

  @Test
  void howeverManyFollowItLooksOnce() throws Exception {
    Beat first = pulse.now();
    int before = log.looks.get();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Beat>> followers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        followers.add(CompletableFuture.supplyAsync(() -> await(first.number()), threads));
      }
      List<Beat> beats = followers.stream().map(CompletableFuture::join).toList();
      assertThat(beats).allMatch(beat -> beat.number() > first.number());
    }
    assertThat(log.looks.get() - before).isBetween(1, 3);
    for (int i = 0; i < 50; i++) {
      assertThat(pulse.now().panels()).containsKeys("now", "line", "tracks", "verbs", "drift");
    }
    assertThat(log.looks.get() - before).isBetween(1, 4);
  }

  @Test
  void eventsComeInTheirOrderAndOnlySoManyAreKept() {
    log.note(100);
    Beat first = pulse.now();
    assertThat(first.newest()).isEqualTo(100);
    assertThat(first.events()).hasSize(60);
    log.note(3);
    Beat next = await(first.number());
    assertThat(next.events()).hasSize(60).extracting(EventRow::number).startsWith(103L, 102L, 101L);
  }

  @Test
  void whatCannotBeToldIsSaidAndKeptAsItWas() {
    Beat first = pulse.now();
    log.away = new CrossfadeException(ErrorCode.DATABASE_FAILED, "the store is away");
    Beat next = await(first.number());
    assertThat(next.trouble()).isEqualTo("the store is away");
    assertThat(next.panels()).isEqualTo(first.panels());
    log.away = null;
    assertThat(await(next.number()).trouble()).isNull();
  }

  @Test
  void theHistoryIsBoundedAndReachesBackToItsBeginning() {
    History history = new History();
    for (int second = 0; second < 100_000; second++) {
      history.add(Sample.of(second, Shown.in(Phase.CUT_OVER).status(), 1.0));
    }
    assertThat(history.samples()).hasSizeBetween(200, 600);
    assertThat(history.samples().getFirst().at()).isZero();
    assertThat(history.samples().getLast().at()).isGreaterThan(99_000);
  }

  private Beat await(long after) {
    try {
      Beat beat = pulse.await(after, PATIENCE);
      assertThat(beat.number()).isGreaterThan(after);
      return beat;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Log implements Migrations {
    private final List<Recorded> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile @Nullable RuntimeException away;

    void note(int times) {
      for (int i = 0; i < times; i++) {
        long seq = events.size() + 1L;
        events.add(
            new Recorded(
                "shop", seq, Instant.EPOCH, "0.1.0", new MigrationEvent.Noted("note " + seq)));
      }
    }

    @Override
    public List<String> names() {
      return List.of("shop");
    }

    @Override
    public Status status(String migration) {
      looks.incrementAndGet();
      RuntimeException why = away;
      if (why != null) {
        throw why;
      }
      return Shown.in(Phase.CUT_OVER, "rollback").onTarget().status();
    }

    @Override
    public Control control(String migration) {
      return new FakeControl(migration);
    }

    @Override
    public List<Recorded> events(String migration, long after, int most) {
      return events.stream().filter(event -> event.seq() > after).limit(most).toList();
    }

    @Override
    public List<Recorded> before(
        String migration, Class<? extends MigrationEvent> kind, long before, int most) {
      return List.copyOf(events).reversed().stream()
          .filter(event -> event.seq() < before && kind.isInstance(event.event()))
          .limit(most)
          .toList();
    }
  }
}

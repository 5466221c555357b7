package io.crossfade.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RoundsTest {
  private static final Duration SOON = Duration.ofMillis(1);

  private final Health health = new Health("chat", InstantSource.system());

  @Test
  void whatHangsIsLeftAloneAndKeepsNobodyFromEnding() throws Exception {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    Rounds rounds =
        new Rounds(
                "chat",
                () -> {
                  hangs.countDown();
                  try {
                    goesOn.await();
                  } catch (InterruptedException e) {
                    interrupted.set(true);
                  }
                  ended.countDown();
                },
                SOON,
                health)
            .start();
    hangs.await();
    rounds.close();
    assertThat(ended.getCount()).as("it hangs still").isEqualTo(1);
    goesOn.countDown();
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(interrupted).isFalse();
  }

  @Test
  void whatFailsIsTriedAgainAndSaysWhy() throws Exception {
    CountDownLatch twice = new CountDownLatch(2);
    CountDownLatch works = new CountDownLatch(1);
    try (Rounds rounds =
        new Rounds(
            "chat",
            () -> {
              twice.countDown();
              if (twice.getCount() > 0) {
                throw new IOException("it answered 503");
              }
              assertThat(health.view().why()).isEqualTo("it answered 503");
              assertThat(health.view().failures()).isEqualTo(1);
              works.countDown();
            },
            SOON,
            health)) {
      assertThat(rounds.start()).isSameAs(rounds);
      assertThat(works.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(health.view().failures()).as("it arrived").isZero();
  }
}

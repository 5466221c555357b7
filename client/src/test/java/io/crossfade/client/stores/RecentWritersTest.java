package io.crossfade.client.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentWritersTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final RecentWriters writers = new RecentWriters(Duration.ofNanos(10), 2, now::get);

  @Test
  void aWriterIsRememberedForItsTimeAlsoWhereTheClockTurnsOver() {
    writers.wrote("a");
    now.addAndGet(9);
    assertThat(writers.has("a")).isTrue();
    assertThat(writers.has("b")).isFalse();
    now.addAndGet(1);
    assertThat(writers.has("a")).isFalse();
  }

  @Test
  void whoFellOutIsStillRememberedForHisTimeWithEverybodyUnknown() {
    writers.wrote("a");
    now.addAndGet(3);
    writers.wrote("b");
    writers.wrote("c");
    assertThat(writers.has("a")).isTrue();
    assertThat(writers.has("never seen")).isTrue();
    now.addAndGet(7);
    assertThat(writers.has("a")).isFalse();
    assertThat(writers.has("c")).isTrue();
  }
}

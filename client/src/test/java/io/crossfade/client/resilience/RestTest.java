package io.crossfade.client.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestTest {
  private long now;

  @Test
  void growsWhileTheSideComesAndGoes() {
    Rest rest = new Rest(Duration.ofSeconds(5), Duration.ofSeconds(30));
    assertThat(next(rest, 0)).isEqualTo(Duration.ofSeconds(5));
    assertThat(next(rest, 1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(next(rest, 1)).isEqualTo(Duration.ofSeconds(20));
    assertThat(next(rest, 1)).isEqualTo(Duration.ofSeconds(30));
    assertThat(next(rest, 1)).isEqualTo(Duration.ofSeconds(30));
    assertThat(next(rest, 31)).as("sound for longer").isEqualTo(Duration.ofSeconds(5));
  }

  /** After the last rest, and so many sound seconds. */
  private Duration next(Rest rest, int soundSeconds) {
    now += Duration.ofSeconds(soundSeconds).toNanos();
    Duration next = rest.next(now);
    now += next.toNanos();
    return next;
  }
}

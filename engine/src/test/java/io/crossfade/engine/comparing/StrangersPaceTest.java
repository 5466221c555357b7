package io.crossfade.engine.comparing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrangersPaceTest {
  private static final Duration TURN = Duration.ofMillis(500);

  private final StrangersPace pace = new StrangersPace(TURN);

  @Test
  void whoeverWritesAgainAndAgainIsToldOfWithinSecondsAllTheSame() {
    List<Long> looks = new ArrayList<>();
    for (long now = TURN.toNanos(); now < Duration.ofMinutes(2).toNanos(); now += TURN.toNanos()) {
      if (pace.isDue(now)) {
        pace.looked(now);
        looks.add(now);
      }
    }

    assertThat(looks).hasSizeLessThan(50);
    for (int i = 1; i < looks.size(); i++) {
      assertThat(Duration.ofNanos(looks.get(i) - looks.get(i - 1)))
          .isBetween(TURN, Duration.ofSeconds(3));
    }
  }

  @Test
  void aFirstWriteAfterAWhileIsLookedAtAtOnce() {
    pace.looked(0);
    pace.looked(1);
    assertThat(pace.isDue(2)).isFalse();

    pace.nothingWasWritten();

    assertThat(pace.isDue(3)).isTrue();
  }
}

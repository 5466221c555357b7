package io.crossfade.engine.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Load;
import io.crossfade.engine.manifest.ThrottleSettings;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingTest {
  private static final ThrottleSettings ALL =
      new ThrottleSettings(
          1L, Duration.ofMillis(50), Duration.ofMillis(100), 40L, Duration.ofSeconds(10), 1L << 30);
  private static final Load LOAD =
      new Load(Duration.ofMillis(75), 10, Duration.ofSeconds(20), 1L << 29);

  @Test
  void eachLimitIsHeldAgainstWhatWasSeen() {
    assertThat(Reading.of(Side.SOURCE, LOAD, ALL))
        .isEqualTo(
            List.of(
                new Reading("source latency 75 ms > 50 ms", 1.5),
                new Reading("source replica lag 20,000 ms > 10,000 ms", 2),
                new Reading("source active sessions 10 > 40", 0.25),
                new Reading("source kept log 512 MB > 512 MB", 1)));
    assertThat(Reading.of(Side.TARGET, LOAD, ALL).getFirst())
        .isEqualTo(new Reading("target latency 75 ms > 100 ms", 0.75));
  }

  @Test
  void whatHasNoLimitIsNotRead() {
    var none = new ThrottleSettings(null, null, null, null, null, null);
    assertThat(none.asksForALook()).isFalse();
    assertThat(Reading.of(Side.SOURCE, LOAD, none)).isEmpty();
  }
}

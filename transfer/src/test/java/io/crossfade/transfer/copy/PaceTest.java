package io.crossfade.transfer.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final Clock clock = new Clock();

  @Test
  void whatWasDoneIsPaidForBeforeTheNext() {
    Pace pace = pace(millis -> 1_000);

    assertThat(pace.mayGoOn()).isTrue();
    assertThat(clock.millis()).as("nothing was done yet").isZero();
    pace.spend(500);
    pace.spend(1_500);
    assertThat(pace.mayGoOn()).isTrue();

    assertThat(clock.millis()).isEqualTo(2_000);
    assertThat(clock.spent).isEqualTo(2_000);
  }

  @Test
  void aPaceThatGrowsShortensTheWait() {
    Pace pace = pace(millis -> millis < 1_000 ? 100 : 9_900);
    pace.spend(10_000);

    assertThat(pace.mayGoOn()).isTrue();

    assertThat(clock.millis()).isBetween(1_900L, 2_100L);
  }

  @Test
  void nothingBeginsWhileThePaceIsNone() {
    Pace pace = pace(millis -> millis < 60_000 ? 0 : Long.MAX_VALUE);

    assertThat(pace.mayGoOn()).isTrue();

    assertThat(clock.millis()).isEqualTo(60_000);
  }

  @Test
  void whoLeavesDoesNotWait() {
    Pace pace = new Pace(limit(millis -> 0), clock, () -> clock.millis() < 300);

    assertThat(pace.mayGoOn()).isFalse();

    assertThat(clock.millis()).isEqualTo(300);
  }

  private Pace pace(LongUnaryOperator rowsPerSecond) {
    return new Pace(limit(rowsPerSecond), clock, () -> true);
  }

  private Pace.Limit limit(LongUnaryOperator rowsPerSecond) {
    return new Pace.Limit() {
      @Override
      public long rowsPerSecond() {
        return rowsPerSecond.applyAsLong(clock.millis());
      }

      @Override
      public void spent(long rows) {
        clock.spent += rows;
      }
    };
  }

  /** Time that passes only while somebody waits. */
  private static final class Clock implements Timing {
    private long now;
    private long spent;

    long millis() {
      return now / 1_000_000;
    }

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public void pause(Duration duration) {
      now += duration.toNanos();
    }
  }
}

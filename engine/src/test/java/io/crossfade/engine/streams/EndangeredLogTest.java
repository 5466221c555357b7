package io.crossfade.engine.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Log.Endangered;
import io.crossfade.model.Direction;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndangeredLogTest {
  private static final Optional<Endangered> DANGER =
      Optional.of(new Endangered("binlog.000007 is the oldest file", Duration.ofSeconds(60)));

  private final Clock clock = new Clock();
  private final List<String> told = new ArrayList<>();
  private final EndangeredLog log = new EndangeredLog(clock, told::add);

  private void looks(Direction direction, int afterSeconds, Optional<Endangered> seen) {
    clock.now += Duration.ofSeconds(afterSeconds).toNanos();
    log.look(direction, seen);
  }

  @Test
  void peopleAreToldOnceItHasLastedAndNotAgain() {
    looks(Direction.FORWARD, 0, DANGER);
    looks(Direction.FORWARD, 59, DANGER);
    assertThat(told).isEmpty();
    looks(Direction.FORWARD, 1, DANGER);
    assertThat(told)
        .singleElement()
        .asString()
        .contains("FORWARD", "on the SOURCE", "binlog.000007 is the oldest file");
    looks(Direction.FORWARD, 600, DANGER);
    assertThat(told).hasSize(1);
  }

  @Test
  void whatIsOverIsForgottenAndBeginsAnew() {
    looks(Direction.FORWARD, 0, DANGER);
    looks(Direction.FORWARD, 50, Optional.empty());
    looks(Direction.FORWARD, 1, DANGER);
    looks(Direction.FORWARD, 50, DANGER);
    assertThat(told).as("it has lasted 50 s").isEmpty();
    looks(Direction.FORWARD, 10, DANGER);
    looks(Direction.FORWARD, 1, Optional.empty());
    looks(Direction.FORWARD, 1, DANGER);
    looks(Direction.FORWARD, 60, DANGER);
    assertThat(told).hasSize(2);
  }

  @Test
  void eachStreamHasItsOwnTime() {
    looks(Direction.FORWARD, 0, DANGER);
    looks(Direction.REVERSE, 30, DANGER);
    looks(Direction.FORWARD, 30, DANGER);
    looks(Direction.REVERSE, 0, DANGER);
    assertThat(told).singleElement().asString().contains("FORWARD");
    looks(Direction.REVERSE, 30, DANGER);
    assertThat(told).hasSize(2).last().asString().contains("REVERSE", "on the TARGET");
  }

  private static final class Clock implements Timing {
    private long now = 1;

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

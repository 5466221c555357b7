package io.crossfade.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Lease;
import io.crossfade.engine.Decision;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MemoryLog;
import io.crossfade.engine.MigrationEvent.StepStarted;
import io.crossfade.engine.MigrationEvent.SwitchDecided;
import io.crossfade.engine.MigrationEvent.SwitchStarted;
import io.crossfade.engine.MigrationEvent.TrafficCounted;
import io.crossfade.engine.Status.Response;
import io.crossfade.engine.StepName;
import io.crossfade.engine.StepsTaken;
import io.crossfade.engine.routes.RouterReport.Traffic;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponsesTest {
  private final MemoryLog log = new MemoryLog();
  private final Journal journal = Journal.open(log, new Lease("shop", "test", 1));
  private long nanos;
  private Traffic told = new Traffic(1_000, 10, 0);
  private final Responses responses =
      new Responses(
          metric -> () -> metric.toString().startsWith("source") ? Sample.of(0.5) : NO_ANSWER,
          () -> told,
          journal,
          new Still());

  private static final Sample NO_ANSWER = Sample.none("the target is away");

  @Test
  void onlyWhatWasToldLatelyCounts() {
    responses.look();
    assertThat(responses.now()).isEqualTo(new Response(0.5, null, null, null));
    transactions(100, 1, 4);
    responses.look();
    assertThat(responses.now()).isEqualTo(new Response(0.5, null, 4.0, 0.01));
    transactions(100, 0, 8);
    responses.look();
    assertThat(responses.now()).isEqualTo(new Response(0.5, null, 6.0, 0.005));
    for (int second = 0; second < 9; second++) {
      responses.look();
    }
    assertThat(responses.now()).isEqualTo(new Response(0.5, null, 8.0, 0.0));
    responses.look();
    assertThat(responses.now().transactionMillis()).isNull();
  }

  @Test
  void whatCameOfTransactionsIsRecordedBySide() {
    StepsTaken.upTo(StepName.SHIFT_READS, journal);
    transactions(50, 1, 2);
    responses.look();
    assertThat(counted()).isEmpty();
    flip();
    transactions(10, 0, 2);
    responses.look();
    transactions(30, 0, 4);
    responses.look();
    responses.conclude();
    responses.conclude();
    assertThat(counted())
        .containsExactly(
            new TrafficCounted(Side.SOURCE, 60, 1, 120_000_000),
            new TrafficCounted(Side.TARGET, 30, 0, 120_000_000));
  }

  @Test
  void anHourIsTheMostThatADyingProcessTakesAlong() {
    transactions(50, 0, 2);
    nanos += Duration.ofMinutes(59).toNanos();
    responses.look();
    assertThat(counted()).isEmpty();
    nanos += Duration.ofMinutes(1).toNanos();
    responses.look();
    assertThat(counted()).hasSize(1);
  }

  private void transactions(long ended, long failed, long millisEach) {
    told =
        new Traffic(
            told.ended() + ended,
            told.failed() + failed,
            told.busyNanos() + ended * millisEach * 1_000_000);
  }

  private List<TrafficCounted> counted() {
    return log.events(TrafficCounted.class);
  }

  private void flip() {
    journal.record(new StepStarted(StepName.CUTOVER));
    journal.record(new SwitchStarted(1, Side.SOURCE, Side.TARGET, 3000));
    journal.record(new SwitchDecided(1, Decision.FLIP, ""));
  }

  private final class Still implements Timing {
    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public void pause(Duration duration) {
      nanos += duration.toNanos();
    }
  }
}

package io.crossfade.client.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.client.shadow.Arrivals.Arrival;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SuspectTest {
  private static final Settling SETTLING =
      new Settling(3, 6, Duration.ofMillis(1), Duration.ofSeconds(20));

  private final Laboratory laboratory =
      new Laboratory(
          new ShadowLimits(1, 64, 64, Duration.ofSeconds(20), SETTLING), Redaction.NO_VALUES);

  /** The written side, and what the other one has of it. */
  private final AtomicInteger written = new AtomicInteger(1);

  private final AtomicInteger copied = new AtomicInteger();

  @AfterEach
  void close() {
    laboratory.close();
  }

  @Test
  void whatArrivesLateIsLag() throws Exception {
    assertThat(outcome(this::arrival, true, written::get, copied::get)).isEqualTo(Outcome.LAG);
  }

  @Test
  void theOneThatIsReadMayBeTheOneThatFollows() throws Exception {
    assertThat(outcome(this::arrival, false, copied::get, written::get)).isEqualTo(Outcome.LAG);
  }

  /** Asked three times, then all that was written has been copied. */
  private Arrival arrival(Side side, String key) {
    int wanted = written.get();
    AtomicInteger asked = new AtomicInteger();
    return () -> {
      if (asked.incrementAndGet() == 3) {
        copied.set(wanted);
      }
      return copied.get() >= wanted;
    };
  }

  @Test
  void whatDiffersAfterItsArrivalIsAMismatch() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Callable<Integer> wrong =
        () -> {
          asked.incrementAndGet();
          return 17;
        };
    assertThat(outcome(Arrivals.AT_ONCE, true, written::get, wrong)).isEqualTo(Outcome.MISMATCH);
    assertThat(asked).as("first, and three confirmations").hasValue(4);
  }

  /** Each answer of the written side is another one, and the copy is one behind for ever. */
  @Test
  void aRowThatChangesAllTheTimeIsUnsettled() throws Exception {
    assertThat(outcome(Arrivals.AT_ONCE, true, written::incrementAndGet, () -> -written.get()))
        .isEqualTo(Outcome.UNSETTLED);
    assertThat(laboratory.mismatches().groups()).isEmpty();
  }

  /** The written side stays for a look and its second look, and is another in each round. */
  @Test
  void aRowThatChangesBetweenTheRoundsIsUnsettled() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    assertThat(outcome(Arrivals.AT_ONCE, true, () -> reads.getAndIncrement() / 2, () -> -1))
        .isEqualTo(Outcome.UNSETTLED);
  }

  @Test
  void whatNobodyCanSayIsUnsettled() throws Exception {
    assertThat(outcome((side, key) -> null, true, written::get, copied::get))
        .isEqualTo(Outcome.UNSETTLED);
    assertThat(
            outcome(
                (side, key) -> {
                  throw new IllegalStateException("no position");
                },
                true,
                written::get,
                copied::get))
        .isEqualTo(Outcome.UNSETTLED);
  }

  @Test
  void aSwitchInBetweenIsNoMismatch() throws Exception {
    Question question =
        new Question(
            "find",
            "a",
            () -> 1,
            () -> 2,
            true,
            () -> Arrivals.AT_ONCE.expect(Side.SOURCE, "a"),
            () -> false);
    assertThat(outcome(question)).isEqualTo(Outcome.UNSETTLED);
  }

  @Test
  void manySuspectsAreBounded() throws Exception {
    try (Laboratory small =
        new Laboratory(
            new ShadowLimits(
                2,
                1000,
                3,
                Duration.ofSeconds(20),
                new Settling(1, 1, Duration.ofMillis(1), Duration.ofMillis(200))),
            Redaction.NO_VALUES)) {
      Arrivals never = (side, key) -> () -> false;
      Experiment experiment = new Experiment(small, "find", 100, Comparison.EXACT, never);
      for (int i = 0; i < 100; i++) {
        experiment.run("a", () -> 1, () -> 2);
      }
      Await.until(() -> small.outcomes().all() == 100);
      assertThat(small.outcomes().of(Outcome.UNSETTLED)).isBetween(3L, 20L);
      assertThat(small.outcomes().of(Outcome.SKIPPED)).isGreaterThan(79);
      assertThat(small.outcomes().of(Outcome.MISMATCH)).isZero();
    }
  }

  private Outcome outcome(
      Arrivals arrivals,
      boolean primaryLeads,
      Callable<Integer> primary,
      Callable<Integer> candidate)
      throws Exception {
    return outcome(
        new Question(
            "find",
            "a",
            primary,
            candidate,
            primaryLeads,
            () -> arrivals.expect(Side.SOURCE, "a"),
            () -> true));
  }

  private Outcome outcome(Question question) throws Exception {
    long before = laboratory.outcomes().all();
    long[] counts = counts();
    laboratory.compare(Comparison.EXACT, question, new Answered(question.primary().call(), null));
    Await.until(() -> laboratory.outcomes().all() > before);
    @Nullable Outcome ended = null;
    for (Outcome outcome : Outcome.values()) {
      if (laboratory.outcomes().of(outcome) > counts[outcome.ordinal()]) {
        ended = outcome;
      }
    }
    assertThat(ended).isNotNull();
    return ended;
  }

  private long[] counts() {
    long[] counts = new long[Outcome.values().length];
    for (Outcome outcome : Outcome.values()) {
      counts[outcome.ordinal()] = laboratory.outcomes().of(outcome);
    }
    return counts;
  }
}

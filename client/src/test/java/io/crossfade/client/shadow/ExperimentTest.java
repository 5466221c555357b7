package io.crossfade.client.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.client.Buckets;
import io.crossfade.model.MismatchGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ExperimentTest {
  private static final Settling AT_ONCE =
      new Settling(3, 6, Duration.ofMillis(1), Duration.ofSeconds(20));
  private static final Duration LONG = Duration.ofSeconds(20);

  private Laboratory laboratory = laboratory(new ShadowLimits(2, 64, 64, LONG, AT_ONCE));

  private static Laboratory laboratory(ShadowLimits limits) {
    return new Laboratory(limits, Redaction.NO_VALUES);
  }

  @AfterEach
  void close() {
    laboratory.close();
  }

  private Experiment experiment(int percent) {
    return new Experiment(laboratory, "orders.find", percent, Comparison.EXACT);
  }

  @Test
  void thePrimaryAnswersOnTheCallersThread() throws Exception {
    Thread caller = Thread.currentThread();
    List<Thread> candidates = new ArrayList<>();
    String answer =
        experiment(100)
            .run(
                "a",
                () -> Thread.currentThread().getName(),
                () -> {
                  candidates.add(Thread.currentThread());
                  return caller.getName();
                });
    assertThat(answer).isEqualTo(caller.getName());
    awaitAll(1);
    assertThat(candidates).doesNotContain(caller);
  }

  @Test
  void equalAnswersAreCounted() throws Exception {
    experiment(100).run("a", () -> "same", () -> "same");
    awaitAll(1);
    assertThat(laboratory.outcomes().of(Outcome.EQUAL)).isEqualTo(1);
    assertThat(laboratory.mismatches().groups()).isEmpty();
  }

  @Test
  void theCallerGetsThePrimarysOwnException() throws Exception {
    IOException failure = new IOException("of the primary");
    assertThatThrownBy(() ->
            experiment(100)
                .<String, IOException>run(
                    "a",
                    () -> {
                      throw failure;
                    },
                    () -> "answer"))
        .isSameAs(failure);
    awaitAll(1);
    assertThat(cause()).isEqualTo("primary fails with IOException, candidate answers");
    assertThat(laboratory.outcomes().of(Outcome.MISMATCH)).isEqualTo(1);
  }

  @Test
  void bothMayFailAlike() throws Exception {
    Experiment experiment = experiment(100);
    assertThatThrownBy(() -> experiment.run("a", () -> fail("one"), () -> fail("other")))
        .hasMessage("one");
    awaitAll(1);
    assertThat(laboratory.outcomes().of(Outcome.EQUAL)).isEqualTo(1);
  }

  private static String fail(String message) {
    throw new IllegalStateException(message);
  }

  @Test
  void aCandidateThatFailsBreaksNobody() throws Exception {
    assertThat(experiment(100).run("a", () -> "answer", () -> fail("secret"))).isEqualTo("answer");
    assertThat(experiment(100).run("b", () -> "answer", ExperimentTest::overflow))
        .isEqualTo("answer");
    awaitAll(2);
    assertThat(laboratory.outcomes().of(Outcome.FAILED)).isEqualTo(2);
    assertThat(laboratory.mismatches().groups())
        .extracting(MismatchGroup::cause)
        .containsExactlyInAnyOrder(
            "primary answers, candidate fails with IllegalStateException",
            "primary answers, candidate fails with StackOverflowError");
    assertThat(laboratory.mismatches().groups().toString()).doesNotContain("secret");
  }

  private static String overflow() {
    throw new StackOverflowError();
  }

  @Test
  void aCandidateThatHangsIsInterruptedAndCounted() throws Exception {
    laboratory.close();
    laboratory = laboratory(new ShadowLimits(1, 8, 8, Duration.ofMillis(20), AT_ONCE));
    CountDownLatch interrupted = new CountDownLatch(1);
    long before = System.nanoTime();
    experiment(100).run("a", () -> "answer", hanging(interrupted));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    interrupted.await();
    experiment(100).run("a", () -> "answer", () -> "answer");
    awaitAll(2);
    assertThat(laboratory.outcomes().of(Outcome.TIMEOUT)).isEqualTo(1);
    assertThat(laboratory.outcomes().of(Outcome.EQUAL)).as("the thread is free again").isEqualTo(1);
  }

  private static Callable<String> hanging(CountDownLatch interrupted) {
    return () -> {
      try {
        new CountDownLatch(1).await();
        return "never";
      } finally {
        interrupted.countDown();
      }
    };
  }

  @Test
  void whatFindsNoRoomIsSkippedAndCounted() throws Exception {
    laboratory.close();
    laboratory = laboratory(new ShadowLimits(1, 1, 8, LONG, AT_ONCE));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    Callable<String> slow =
        () -> {
          asked.incrementAndGet();
          begun.countDown();
          end.await();
          return "answer";
        };
    experiment(100).run("a", () -> "answer", slow);
    begun.await();
    for (int i = 0; i < 10; i++) {
      assertThat(experiment(100).run("a", () -> "answer", slow)).isEqualTo("answer");
    }
    end.countDown();
    awaitAll(11);
    assertThat(laboratory.outcomes().of(Outcome.SKIPPED)).isEqualTo(9);
    assertThat(asked).hasValue(2);
  }

  @Test
  void aComparatorThatThrowsIsAGroupOfItsOwn() throws Exception {
    Comparison broken =
        Comparison.EXACT.using(
            String.class,
            (a, b) -> {
              throw new UnsupportedOperationException("secret");
            });
    Experiment experiment = new Experiment(laboratory, "orders.find", 100, broken);
    assertThat(experiment.run("a", () -> "one", () -> "one")).isEqualTo("one");
    awaitAll(1);
    assertThat(laboratory.outcomes().of(Outcome.INCOMPARABLE)).isEqualTo(1);
    assertThat(cause()).isEqualTo("the comparison fails with UnsupportedOperationException");
  }

  @Test
  void aStreamIsTheCallersAlone() throws Exception {
    AtomicBoolean asked = new AtomicBoolean();
    Stream<Integer> answer =
        experiment(100)
            .run(
                "a",
                () -> Stream.of(1, 2),
                () -> {
                  asked.set(true);
                  return Stream.of(1, 2);
                });
    awaitAll(1);
    assertThat(answer.toList()).containsExactly(1, 2);
    assertThat(asked).as("the candidate was not even asked").isFalse();
    assertThat(cause()).contains("can be read once");
  }

  /** The caller owns his answer; suspects are read again, and those answers nobody else has. */
  @Test
  void aCallerWhoChangesHisAnswerMakesNoMismatch() throws Exception {
    CountDownLatch changed = new CountDownLatch(1);
    List<String> answer =
        experiment(100)
            .run(
                "a",
                () -> new ArrayList<>(List.of("pen")),
                () -> {
                  changed.await();
                  return List.of("pen");
                });
    answer.add("ink");
    changed.countDown();
    awaitAll(1);
    assertThat(laboratory.outcomes().of(Outcome.LAG)).isEqualTo(1);
  }

  @Test
  void onlyItsShareIsCompared() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    for (int i = 0; i < 1_000; i++) {
      experiment(10).run("key " + i % 500, () -> "a", () -> "a" + asked.incrementAndGet() % 1);
      experiment(0).run("key " + i, () -> "a", () -> fail("never asked"));
    }
    assertThat(laboratory.outcomes().of(Outcome.FAILED)).isZero();
    long sampled =
        IntStream.range(0, 500).filter(i -> Buckets.within(10, "orders.find", "key " + i)).count();
    awaitAll(2 * sampled);
    assertThat(sampled).isBetween(25L, 80L);
  }

  private String cause() {
    assertThat(laboratory.mismatches().groups()).hasSize(1);
    return laboratory.mismatches().groups().get(0).cause();
  }

  private void awaitAll(long count) throws InterruptedException {
    Await.until(() -> laboratory.outcomes().all() >= count);
    assertThat(laboratory.outcomes().all()).isEqualTo(count);
  }
}

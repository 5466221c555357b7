package io.crossfade.transfer.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Database;
import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mapping;
import io.crossfade.model.Position;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.LocalRunner;
import io.crossfade.transfer.Timing;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A follower whose databases are both away. */
class FollowerTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  static List<Throwable> whatMayHappen() {
    return List.of(
        new CrossfadeException(ErrorCode.DATABASE_FAILED, "the event log's disk is full"),
        new IllegalStateException("the event log's disk is full"),
        new StackOverflowError("the event log's disk is full"));
  }

  /** Or the gates would take a stream that has ended for one that runs. */
  @ParameterizedTest
  @MethodSource("whatMayHappen")
  void whatEndsItIsToldToWhoeverWaits(Throwable happens) {
    Follower follower = follower(() -> throwAny(happens));
    CompletableFuture<Integer> repair = follower.repair(List.of());

    follower.start(Following.Mode.APPLY);

    assertThatThrownBy(() -> follower.awaitApplied(new Somewhere(), SOON))
        .isInstanceOf(CrossfadeException.class)
        .hasMessageContaining("the event log's disk is full");
    assertThat(follower.failure()).hasMessageContaining("the event log's disk is full");
    assertThat(repair)
        .failsWithin(SOON)
        .withThrowableThat()
        .withMessageContaining("the event log's disk is full");
    assertThat(follower.repair(List.of()))
        .failsWithin(SOON)
        .withThrowableThat()
        .withMessageContaining("the event log's disk is full");
  }

  @Test
  void aRepairIsRefusedByWhoeverIsClosed() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(1);
    Follower follower = follower(runs::countDown).start(Following.Mode.APPLY);
    CompletableFuture<Integer> repair = follower.repair(List.of());
    runs.await();

    follower.close();

    assertThat(follower.failure()).isNull();
    assertThat(repair).failsWithin(SOON).withThrowableThat().withMessageContaining("has ended");
  }

  /** An abort stops the stream for which a step waits, and waits for the step. */
  @Test
  void whoeverWaitsForAStreamThatIsClosedIsTold() throws Exception {
    CountDownLatch runs = new CountDownLatch(1);
    Follower follower = follower(runs::countDown).start(Following.Mode.APPLY);
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(
            () -> follower.awaitApplied(new Somewhere(), Duration.ofHours(1)), threads);
    runs.await();

    follower.close();

    assertThat(waiting).failsWithin(SOON).withThrowableThat().withMessageContaining("has ended");
  }

  /** It may hang in a read of a side that is away for good, so nothing waits for its thread. */
  @Test
  void aRepairIsRefusedByWhoeverCeases() {
    Follower follower = follower(() -> {});
    CompletableFuture<Integer> repair = follower.repair(List.of());

    follower.cease();

    assertThat(repair).failsWithin(SOON).withThrowableThat().withMessageContaining("given up");
  }

  /** Behind a standby that hangs a commit is hidden for as long as that takes. */
  @ParameterizedTest
  @EnumSource(
      value = ErrorCode.class,
      names = {"DATABASE_FAILED", "SPILL_FAILED", "TARGET_REFUSED_ROW", "DEADLINE_PASSED"})
  void whatPassesIsWaitedOut(ErrorCode code) throws InterruptedException {
    CountDownLatch twice = new CountDownLatch(2);
    Follower follower = follower(code, twice::countDown).start(Following.Mode.APPLY);

    assertThat(twice.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(follower.failure()).isNull();
    follower.close();
  }

  private Follower follower(Runnable interrupted) {
    return follower(ErrorCode.DATABASE_FAILED, interrupted);
  }

  private Follower follower(ErrorCode fails, Runnable interrupted) {
    Database away =
        (Database)
            Proxy.newProxyInstance(
                Database.class.getClassLoader(),
                new Class<?>[] {Database.class},
                (proxy, method, arguments) -> {
                  throw new CrossfadeException(fails, "away");
                });
    LocalRunner runner =
        new LocalRunner(Map.of(Side.SOURCE, away, Side.TARGET, away), threads, Timing.REAL);
    return new Follower(
        new Lease("shop", "store", 1),
        new Mapping(Direction.FORWARD, List.of()),
        runner,
        runner,
        new Listener(interrupted),
        work -> new Thread(work, "follower"));
  }

  private static void throwAny(Throwable happens) {
    if (happens instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) happens;
  }

  private record Listener(Runnable onInterrupted) implements FollowListener {
    @Override
    public void touched(TableMapping table, Key key) {}

    @Override
    public void cleared(TableMapping table) {}

    @Override
    public void applied(int transactions, long changes, LoggedTransaction last) {}

    @Override
    public void foreign(LoggedTransaction transaction) {}

    @Override
    public void interrupted(CrossfadeException error) {
      onInterrupted.run();
    }
  }

  private record Somewhere() implements Position {
    @Override
    public String encode() {
      return "somewhere";
    }

    @Override
    public int compareTo(Position other) {
      return 0;
    }
  }
}

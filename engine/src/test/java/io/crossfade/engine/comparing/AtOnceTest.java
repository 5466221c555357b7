package io.crossfade.engine.comparing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AtOnceTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger begun = new AtomicInteger();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void theResultsAreInOrder() {
    List<Supplier<Integer>> tasks =
        IntStream.range(0, 100).<Supplier<Integer>>mapToObj(n -> () -> n).toList();
    assertThat(new AtOnce(threads, 3).all(tasks))
        .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
  }

  @Test
  void noMoreThanThatRunAtATime() {
    Phaser both = new Phaser(2);
    AtomicInteger running = new AtomicInteger();
    Supplier<Integer> task =
        () -> {
          int now = running.incrementAndGet();
          both.arriveAndAwaitAdvance();
          running.decrementAndGet();
          both.arriveAndAwaitAdvance();
          return now;
        };
    assertThat(new AtOnce(threads, 2).all(List.of(task, task, task, task)))
        .allMatch(atOnce -> atOnce <= 2);
  }

  @Test
  void afterAFailureNobodyBegins() {
    Supplier<Integer> waitsInVain =
        () -> {
          begun.incrementAndGet();
          throw new CrossfadeException(ErrorCode.DEADLINE_PASSED, "it did not catch up");
        };
    assertThatThrownBy(() ->
            new AtOnce(threads, 1).all(List.of(waitsInVain, waitsInVain, waitsInVain, waitsInVain)))
        .isInstanceOf(CrossfadeException.class)
        .hasMessage("it did not catch up");
    assertThat(begun).hasValue(1);
  }

  @Test
  void theNextCallBeginsAnew() {
    AtOnce tasks = new AtOnce(threads, 1);
    assertThatThrownBy(() ->
            tasks.all(
                List.of(() -> {
                  throw new CrossfadeException(ErrorCode.DEADLINE_PASSED, "once");
                })))
        .hasMessage("once");
    assertThat(tasks.all(List.of(() -> 7))).containsExactly(7);
  }
}

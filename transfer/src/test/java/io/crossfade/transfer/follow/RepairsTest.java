package io.crossfade.transfer.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RepairsTest {
  private final Repairs repairs = new Repairs();

  /** Else the stream would count as standing still until the next row is written. */
  @Test
  void aRefusedRowIsToldToWhomeverAskedAndStopsNobodyElse() {
    CompletableFuture<Integer> refused = repairs.add(List.of());
    CompletableFuture<Integer> next = repairs.add(List.of());
    CrossfadeException refusal =
        new CrossfadeException(ErrorCode.TARGET_REFUSED_ROW, "a unique index refuses it");

    repairs.serve(rows -> {
      if (!refused.isDone()) {
        throw refusal;
      }
      return 1;
    });

    assertThat(refused).isCompletedExceptionally();
    assertThat(next).isCompletedWithValue(1);
  }

  @Test
  void anyOtherFailureIsTheStreamsToo() {
    CompletableFuture<Integer> failed = repairs.add(List.of());
    CrossfadeException failure = new CrossfadeException(ErrorCode.DATABASE_FAILED, "it is away");

    assertThatThrownBy(() ->
            repairs.serve(rows -> {
              throw failure;
            }))
        .isSameAs(failure);
    assertThat(failed).isCompletedExceptionally();
  }
}

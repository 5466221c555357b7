package io.crossfade.engine.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Problem;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
  /// The window may end between a look and the step.
  @Test
  void aGateThatHasClosedMeanwhileIsNoFailure() {
    assertThat(Gate.isStillOpenFor(() -> "done")).isTrue();
    assertThat(
            Gate.isStillOpenFor(() -> {
              Gate.pass("cutover", List.of(new Problem("it is closed", "the calendar", "wait")));
              return "done";
            }))
        .isFalse();
    assertThatThrownBy(() ->
            Gate.isStillOpenFor(() -> {
              throw new CrossfadeException(ErrorCode.DATABASE_FAILED, "away");
            }))
        .hasMessage("away");
  }
}

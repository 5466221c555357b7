package io.crossfade.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AcknowledgedTest {
  private final Acknowledged told = new Acknowledged();

  @Test
  void whatWasAcknowledgedLastMustBeThere() {
    told.attempts("1", "old");
    told.succeeded("1", "old");
    told.attempts("1", "new");
    told.succeeded("1", "new");
    assertThatCode(() -> told.judge("target", "1", "new")).doesNotThrowAnyException();
    assertThatThrownBy(() -> told.judge("target", "1", "old"))
        .hasMessageContaining("item 1 is old on the target");
    assertThatThrownBy(() -> told.judge("target", "1", null)).hasMessageContaining("is nothing");
  }

  @Test
  void whatGotNoAnswerMayBeThereAndWhatWasRefusedMayNot() {
    told.attempts("1", "lost");
    told.attempts("1", "refused");
    told.refused("1", "refused");
    assertThatCode(() -> told.judge("target", "1", "lost")).doesNotThrowAnyException();
    assertThatCode(() -> told.judge("target", "1", null)).doesNotThrowAnyException();
    assertThatThrownBy(() -> told.judge("target", "1", "refused")).isInstanceOf(Violation.class);
  }
}

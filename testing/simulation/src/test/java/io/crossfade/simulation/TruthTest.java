package io.crossfade.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.simulation.Truth.RowName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TruthTest {
  private static final RowName ITEM = new RowName(Shop.ITEM.name(), Key.of("1"));
  private static final Row OLD = Row.of("1", "10", "short", null);
  private static final Row NEW = Row.of("1", "11", "short", null);

  private final Truth truth = new Truth();

  @Test
  void whatWasAcknowledgedMustBeThereAsItWasWrittenLast() {
    commit(OLD);
    commit(NEW);
    assertThatCode(() -> judge(NEW)).doesNotThrowAnyException();
    assertThatThrownBy(() -> judge(OLD)).hasMessageContaining("item 1 is [1, 10, short, null]");
    assertThatThrownBy(() -> judge()).hasMessageContaining("item 1 is absent on the target");
  }

  @Test
  void whatWasNotAcknowledgedMustNotBeThere() {
    assertThatThrownBy(() -> judge(OLD)).hasMessageContaining("the shop was told [absent]");
  }

  @Test
  void whereTheAnswerWasLostItMayBeTheOneOrTheOther() {
    commit(OLD);
    Truth.Attempt attempt = truth.new Attempt();
    attempt.set(ITEM, Set.of(Optional.of(NEW)));
    attempt.inDoubt();
    assertThatCode(() -> judge(OLD)).doesNotThrowAnyException();
    assertThatCode(() -> judge(NEW)).doesNotThrowAnyException();
    assertThatThrownBy(() -> judge()).isInstanceOf(Violation.class);
  }

  @Test
  void aTicketIsThereOnce() {
    Truth.Attempt attempt = truth.new Attempt();
    attempt.ticket("t1");
    attempt.committed();
    assertThatCode(() -> truth.judgeTickets("target", List.of(Row.of("1", "t1"))))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> truth.judgeTickets("target", List.of()))
        .hasMessageContaining("0 times");
    assertThatThrownBy(
            () -> truth.judgeTickets("target", List.of(Row.of("1", "t1"), Row.of("2", "t1"))))
        .hasMessageContaining("2 times");
    assertThatThrownBy(() -> truth.judgeTickets("target", List.of(Row.of("1", "t2"))))
        .hasMessageContaining("t1");
  }

  private void commit(Row row) {
    Truth.Attempt attempt = truth.new Attempt();
    attempt.set(ITEM, Set.of(Optional.of(row)));
    attempt.committed();
  }

  private void judge(Row... found) {
    truth.judge("target", Shop.ITEM, List.of(found));
  }
}

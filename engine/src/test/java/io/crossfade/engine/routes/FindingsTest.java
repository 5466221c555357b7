package io.crossfade.engine.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.LedgerCount;
import io.crossfade.model.LedgerEntry;
import io.crossfade.model.MismatchGroup;
import io.crossfade.model.Route;
import io.crossfade.model.RouterFindings;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private long nanos;
  private final RouteBoard board =
      new RouteBoard(Route.initial("shop"), _ -> {}, Duration.ofSeconds(3), new Clock());

  @Test
  void aLedgerIsEmptyOnlyIfEveryRouterHasSaidSoUnderTheEpoch() {
    alive("a", 5);
    alive("b", 5);
    board.tell("a", 5, pending(0));
    board.tell("b", 4, pending(0));
    assertThat(board.ledger(5)).isEqualTo(new LedgerKnown(0, List.of("b"), List.of()));
    assertThat(board.ledger(5).isEmpty()).isFalse();
    board.tell("b", 5, pending(2));
    assertThat(board.ledger(5)).isEqualTo(new LedgerKnown(2, List.of(), List.of()));
    assertThat(board.ledger(5).isEmpty()).isFalse();
    board.tell("b", 5, pending(0));
    assertThat(board.ledger(5).isEmpty()).isTrue();
  }

  @Test
  void aLedgerThatWasNotEmptyWhenItsRouterDiedStaysKnownUntilAPersonForgetsIt() {
    alive("dead", 5);
    board.tell("dead", 5, pending(2));
    assertThat(board.told()).extracting(Told::lost).containsExactly(false);
    nanos += Duration.ofDays(3).toNanos();
    assertThat(board.told())
        .singleElement()
        .satisfies(told -> {
          assertThat(told.lost()).isTrue();
          assertThat(told.pending()).isEqualTo(2);
          assertThat(told.ago()).isEqualTo(Duration.ofDays(3));
        });
    assertThat(board.ledger(5)).isEqualTo(new LedgerKnown(2, List.of(), List.of("dead")));
    assertThat(board.forget("dead")).isTrue();
    assertThat(board.forget("dead")).isFalse();
    assertThat(board.ledger(5).isEmpty()).isTrue();
  }

  @Test
  void aRouterThatHasLeftIsLostToo() {
    alive("gone", 5);
    board.tell("gone", 5, pending(1));
    board.report(PlainReport.of("gone", 5, 0, true, true, 2));
    assertThat(board.ledger(5).lost()).containsExactly("gone");
  }

  @Test
  void anEmptyOneIsForgottenAfterAWhile() {
    alive("a", 5);
    board.tell("a", 5, pending(0));
    nanos += Duration.ofMinutes(9).toNanos();
    assertThat(board.told()).hasSize(1);
    nanos += Duration.ofMinutes(1).toNanos();
    assertThat(board.told()).isEmpty();
  }

  @Test
  void itemsThatSeveralTellAreCountedOnceAndCausesAreAddedUp() {
    LedgerEntry late = new LedgerEntry("orders", "1", Side.SOURCE, false, 2, 500, "");
    LedgerEntry apart = new LedgerEntry("orders", "2", Side.SOURCE, true, 9, 900, "refused");
    LedgerEntry other = new LedgerEntry("orders", "3", Side.SOURCE, false, 0, 100, "");
    RouterFindings one =
        new RouterFindings(
            List.of(new LedgerCount("orders", 2, 1, 700, 10, 1)),
            List.of(late, apart),
            List.of(new MismatchGroup("total", "scale", 3, 1_000, 2_000, "1", "a", "b")));
    RouterFindings two =
        new RouterFindings(
            List.of(new LedgerCount("orders", 2, 0, 900, 5, 0)),
            List.of(late, other),
            List.of(
                new MismatchGroup("total", "scale", 4, 500, 3_000, "7", "c", "d"),
                new MismatchGroup("total", "order", 1, 1, 1, "8", "e", "f")));
    board.tell("one", 5, one);
    board.tell("two", 5, two);
    LedgerView view = LedgerView.of(board.told());
    assertThat(view.stores()).containsExactly(new LedgerCount("orders", 3, 1, 900, 15, 1));
    assertThat(view.entries()).containsExactly(apart, other, late);
    assertThat(view.mismatches())
        .first()
        .isEqualTo(new MismatchGroup("total", "scale", 7, 500, 3_000, "7", "c", "d"));
    assertThat(view.mismatched()).isEqualTo(8);
  }

  private void alive(String router, long epoch) {
    board.report(PlainReport.of(router, epoch, 0, true, false, 1));
  }

  private static RouterFindings pending(long items) {
    return new RouterFindings(
        List.of(new LedgerCount("orders", items, 0, 0, 0, 0)), List.of(), List.of());
  }

  private final class Clock implements Timing {
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

package io.crossfade.demo.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.demo.journey.SwitchWindow;
import io.crossfade.demo.record.Attempt;
import io.crossfade.demo.record.Kind;
import io.crossfade.demo.record.Outcome;
import io.crossfade.demo.record.Status;
import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.Decision;
import io.crossfade.model.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PausesTest {
  private static final Map<String, Long> PHASES = Map.of("fence", 11_000_000L);
  private static final SwitchReport FLIP =
      new SwitchReport(1, Decision.FLIP, "", Route.initial("shop"), PHASES, null);
  private static final List<SwitchWindow> WINDOWS =
      List.of(
          new SwitchWindow("cutover", second(10), second(11), FLIP),
          new SwitchWindow("rollback", second(20), second(21), FLIP),
          new SwitchWindow("cutover", second(30), second(31), FLIP));

  @Test
  void aHeldTransactionCountsForTheSwitchThatItOverlaps() {
    List<Attempt> attempts =
        List.of(
            attempt(9_900, 200), // begun before the window, held into it
            attempt(20_500, 30),
            attempt(30_500, 40),
            attempt(15_000, 700), // between the switches
            attempt(10_500, 0)); // not held

    Pauses cutover = Pauses.of("cutover", WINDOWS, attempts);
    assertThat(cutover).isEqualTo(new Pauses(2, 40, 200, 200, List.of(PHASES, PHASES)));
    assertThat(Pauses.of("rollback", WINDOWS, attempts))
        .isEqualTo(new Pauses(1, 30, 30, 30, List.of(PHASES)));
  }

  @Test
  void percentilesAreValuesThatSomebodyFelt() {
    List<Attempt> attempts = new ArrayList<>();
    for (int millis = 1; millis <= 200; millis++) {
      attempts.add(attempt(20_000, millis));
    }
    assertThat(Pauses.of("rollback", WINDOWS, attempts))
        .isEqualTo(new Pauses(200, 100, 198, 200, List.of(PHASES)));
  }

  @Test
  void nobodyWaited() {
    assertThat(Pauses.of("cutover", List.of(), List.of()))
        .isEqualTo(new Pauses(0, 0, 0, 0, List.of()));
  }

  private static Instant second(int second) {
    return Instant.ofEpochSecond(second);
  }

  private static Attempt attempt(long startMillis, long heldMillis) {
    Outcome outcome =
        new Outcome(Status.ACK, "SOURCE", startMillis * 1000, heldMillis * 1000, 900_000, "");
    return new Attempt("a-1", Kind.ORDER, List.of(), outcome);
  }
}

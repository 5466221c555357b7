package io.crossfade.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Phase;
import io.crossfade.engine.Status;
import io.crossfade.engine.gates.GateState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatesTest {
  private static final Instant SINCE = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void nothingIsShownWhereNothingIsMeasured() {
    Gates gates = Gates.of(Shown.in(Phase.CUT_OVER, "cleanup").status());
    assertThat(gates.isEmpty()).isTrue();
  }

  @Test
  void aGateWhoseTimeHasNotComeIsNotShown() {
    Status.Gated gate =
        new Status.Gated("errors", GateState.WAITING, null, "result < 1", SINCE, false, "none");
    assertThat(gates(new Status.Gating(List.of(gate), List.of(), null, List.of())).rows())
        .isEmpty();
  }

  @Test
  void aGateThatFailsIsWrongOnlyWhereItIsAsked() {
    assertThat(tone(GateState.FAILING, true)).isEqualTo(Tone.BAD);
    assertThat(tone(GateState.FAILING, false)).isEqualTo(Tone.WARNS);
    assertThat(tone(GateState.INCONCLUSIVE, true)).isEqualTo(Tone.WARNS);
    assertThat(tone(GateState.INCONCLUSIVE, false)).isEqualTo(Tone.WAITS);
    assertThat(tone(GateState.PASSING, true)).isEqualTo(Tone.GOOD);
    assertThat(tone(GateState.WAITING, true)).isEqualTo(Tone.WAITS);
  }

  @Test
  void theBakeSaysWhatItDoesAndWhatItHasDone() {
    Instant until = SINCE.plusSeconds(600);
    assertThat(bake(new Status.Baking(SINCE, until, false, null)))
        .contains("leads back by itself", "11-22 12:10:00");
    assertThat(bake(new Status.Baking(SINCE, until, true, null))).isEqualTo("The bake is over.");
    assertThat(bake(new Status.Baking(SINCE, until, false, "errors")))
        .contains("errors failed", "rolled back");
  }

  private static Tone tone(GateState state, boolean asked) {
    Status.Gated gate = new Status.Gated("errors", state, 0.5, "result < 1", SINCE, asked, "0.5");
    return gates(new Status.Gating(List.of(gate), List.of(), null, List.of()))
        .rows()
        .getFirst()
        .tone();
  }

  private static String bake(Status.Baking bake) {
    return gates(new Status.Gating(List.of(), List.of(), bake, List.of())).bake();
  }

  private static Gates gates(Status.Gating gating) {
    Status status = Shown.in(Phase.CUT_OVER, "cleanup").status();
    return Gates.of(
        new Status(
            status.where(),
            status.copy(),
            status.follow(),
            status.compare(),
            status.traffic(),
            gating,
            status.outlook()));
  }
}

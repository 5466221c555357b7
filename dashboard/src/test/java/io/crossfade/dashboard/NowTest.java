package io.crossfade.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Phase;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NowTest {
  @Test
  void theCopySaysHowFarItIsAndHowLongItTakes() {
    Now now = Now.of(Shown.in(Phase.PREPARED).at(StepName.BACKFILL).status());
    assertThat(now.headline()).isEqualTo("Copying rows");
    assertThat(now.percent()).isEqualTo(43);
    assertThat(now.why()).contains("43 of about 100 rows", "1 min 30 s left");
    assertThat(now.tone()).isEqualTo(Tone.RUNS);
  }

  @Test
  void whatStandsInTheWayIsSaidBeforeWhatItStandsInTheWayOf() {
    Now now =
        Now.of(
            Shown.in(Phase.PREPARED).at(StepName.BACKFILL).failedWith("TARGET_FULL: no").status());
    assertThat(now.tone()).isEqualTo(Tone.BAD);
    assertThat(now.why()).isEqualTo("TARGET_FULL: no");
  }

  @Test
  void whoIsWaitedForIsSaid() {
    Now ready = Now.of(Shown.in(Phase.VERIFIED).waitingFor("cutover").status());
    assertThat(ready.headline()).isEqualTo("Ready for the cutover");
    Now live = Now.of(Shown.in(Phase.CUT_OVER).waitingFor("cleanup").onTarget().status());
    assertThat(live.headline()).isEqualTo("The target is live");
  }

  /// The engine keeps a step that was refused as the current one.
  @Test
  void whatWasRefusedIsNotSaidToBeUnderWay() {
    Shown refused = Shown.in(Phase.VERIFIED).at(StepName.CUTOVER).waitingFor("cutover");
    assertThat(Now.of(refused.status()).headline()).isEqualTo("Ready for the cutover");
    assertThat(states(refused)).contains("NEXT").doesNotContain("NOW");
    assertThat(states(refused.failedWith("GATE_REFUSED: no"))).contains("STUCK");
  }

  @Test
  void rowsThatDifferAreSaidWhateverElseIsSo() {
    Status status = Shown.in(Phase.VERIFIED).waitingFor("cutover").status(true, 3, List.of());
    assertThat(Now.of(status).headline()).isEqualTo("3 rows differ");
    Status copying = Shown.in(Phase.FINISHED).at(StepName.VERIFY).status(true, 3, List.of());
    assertThat(Now.of(copying).asides()).contains("3 rows differ: see below which they are.");
  }

  @Test
  void theLineShowsWhatIsBehindWhereItIsAndWhatComes() {
    assertThat(states(Shown.in(Phase.BACKFILLED).at(StepName.CATCH_UP)))
        .startsWith("DONE", "DONE", "NOW", "LATER")
        .hasSize(8);
    assertThat(states(Shown.in(Phase.VERIFIED).waitingFor("cutover")))
        .containsExactly("DONE", "DONE", "DONE", "DONE", "DONE", "LATER", "NEXT", "LATER");
    assertThat(states(Shown.in(Phase.BACKFILLED).at(StepName.CATCH_UP).failedWith("no")))
        .startsWith("DONE", "DONE", "STUCK");
    assertThat(states(Shown.in(Phase.CLEANED))).containsOnly("DONE");
    assertThat(states(Shown.in(Phase.ABORTED))).containsOnly("LATER");
  }

  @Test
  void everyPhaseAndStepHasItsSentence() {
    for (Phase phase : Phase.values()) {
      assertThat(Now.of(Shown.in(phase).waitingFor("cutover").status()).headline()).isNotBlank();
      assertThat(states(Shown.in(phase))).hasSize(8);
    }
    assertThat(
            Arrays.stream(StepName.values())
                .map(step -> Now.of(Shown.in(Phase.NEW).at(step).status()).headline()))
        .doesNotHaveDuplicates();
  }

  private static List<String> states(Shown shown) {
    return LineStep.of(shown.status()).stream().map(step -> step.state().name()).toList();
  }
}

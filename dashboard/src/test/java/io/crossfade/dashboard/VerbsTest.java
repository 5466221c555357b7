package io.crossfade.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerbsTest {
  @Test
  void whatIsLegalIsOfferedAndNothingElse() {
    Verbs verbs = Verbs.of(Shown.in(Phase.VERIFIED, "verify", "cutover", "abort").status());
    assertThat(verbs.verbs())
        .extracting(Verb::ask)
        .containsExactly("cutover", "verify", "pause", "abort");
    assertThat(verbs.back()).isNull();
  }

  @Test
  void theWayBackIsAButtonOfItsOwnThatSaysWhatWouldKeepItClosed() {
    Verbs verbs =
        Verbs.of(
            Shown.in(Phase.CUT_OVER, "rollback", "cleanup")
                .onTarget()
                .status(true, 0, List.of("the source is 3 s behind")));
    assertThat(verbs.back()).isNotNull().extracting(Verb::ask).isEqualTo("rollback");
    assertThat(verbs.whyNotBack()).containsExactly("the source is 3 s behind");
    assertThat(verbs.verbs()).extracting(Verb::ask).containsExactly("pause", "cleanup");
  }

  @Test
  void whatCannotBeUndoneHasToBeTyped() {
    Verbs verbs =
        Verbs.of(Shown.in(Phase.CUT_OVER, "rollback --accept-loss", "cleanup", "verify").status());
    assertThat(verbs.verbs())
        .filteredOn(Verb::isTyped)
        .extracting(Verb::ask)
        .containsExactly("rollback?acceptLoss=true", "cleanup");
    assertThat(Verbs.of(Shown.in(Phase.VERIFIED, "abort").status()).verbs())
        .filteredOn(Verb::isTyped)
        .hasSize(1);
  }

  @Test
  void whereRowsDifferTheyCanBeRepaired() {
    assertThat(Verbs.of(Shown.in(Phase.VERIFIED, "verify").status(true, 3, List.of())).verbs())
        .extracting(Verb::ask)
        .contains("verify?repair=true");
  }

  @Test
  void whatStandsStillIsGoneOnWithAndNotPaused() {
    Verbs verbs = Verbs.of(Shown.in(Phase.PREPARED, "run MANIFEST").status(false, 0, List.of()));
    assertThat(verbs.verbs()).extracting(Verb::ask).containsExactly("run");
  }

  @Test
  void whatThePageCannotDoIsToldAsTheCommandThatCan() {
    Verbs verbs = Verbs.of(Shown.in(Phase.VERIFIED, "plan MANIFEST", "something new").status());
    assertThat(verbs.others())
        .extracting(next -> next.command())
        .containsExactly("plan MANIFEST", "something new");
  }

  @Test
  void nothingIsOfferedAfterTheEnd() {
    Verbs verbs = Verbs.of(Shown.in(Phase.CLEANED).status());
    assertThat(verbs.verbs()).isEmpty();
    assertThat(verbs.back()).isNull();
  }
}

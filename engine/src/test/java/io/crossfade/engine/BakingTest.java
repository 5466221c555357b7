package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.MigrationEvent.BakeEnded;
import io.crossfade.engine.MigrationEvent.GateActed;
import io.crossfade.engine.manifest.GateRule.Reaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How a bake goes on and ends.
class BakingTest {
  private final WatchedBake bake = new WatchedBake();

  @AfterEach
  void stop() {
    bake.close();
  }

  @Test
  void aBakeInWhichAllIsWellEndsAfterItsTime() {
    bake.watch(Reaction.ROLLBACK, 59);
    assertThat(bake.journal.state().switches().isBaking()).isTrue();
    bake.watch(Reaction.ROLLBACK, 2);
    assertThat(bake.journal.state().switches().isBaking()).isFalse();
    assertThat(bake.events(BakeEnded.class)).hasSize(1);
    assertThat(bake.asked).isEmpty();
  }

  @Test
  void whatFlapsAsOftenAsItMayDoesNotRollBack() {
    bake.measured = seconds -> seconds.intValue() % 5 == 0 ? 9 : 1; // one of five
    bake.watch(Reaction.ROLLBACK, 70);
    assertThat(bake.events(GateActed.class)).isEmpty();
    assertThat(bake.asked).isEmpty();
    assertThat(bake.journal.state().switches().isBaking()).isFalse();
  }

  @Test
  void aPersonIsAskedOncePerFailureAndThePauseKeepsTheBakeFromEnding() {
    bake.measured = seconds -> seconds > 10 && seconds < 20 ? 9 : 1;
    bake.watch(Reaction.PAUSE, 90);
    assertThat(bake.asked).containsExactly("pause");
    assertThat(bake.journal.state().switches().isBaking()).isTrue();
    bake.journal.record(new MigrationEvent.Resumed("a@b"));
    bake.watch(Reaction.PAUSE, 1);
    assertThat(bake.asked).containsExactly("pause");
    assertThat(bake.journal.state().switches().isBaking()).isFalse();
  }

  @Test
  void whatOnlyWaitsDoesNothingButKeepTheBakeFromEnding() {
    bake.measured = seconds -> seconds < 90 ? 9 : 1;
    bake.watch(Reaction.WAIT, 89);
    assertThat(bake.journal.state().switches().isBaking()).isTrue();
    bake.watch(Reaction.WAIT, 10);
    assertThat(bake.journal.state().switches().isBaking()).isFalse();
    assertThat(bake.asked).isEmpty();
    assertThat(bake.events(GateActed.class)).isEmpty();
  }

  @Test
  void whatNobodyMeasuresAnyMoreIsShownToAPerson() {
    bake.watch(Reaction.ROLLBACK, 20);
    bake.measuring = false;
    bake.watch(Reaction.ROLLBACK, 29);
    assertThat(bake.asked).isEmpty();
    bake.watch(Reaction.ROLLBACK, 5);
    assertThat(bake.asked).containsExactly("pause");
    assertThat(bake.events(GateActed.class))
        .isNotEmpty()
        .allSatisfy(acted -> assertThat(acted.text()).contains("nobody has measured it for 30 s"));
  }

  @Test
  void whatNobodyHasForeseenIsToldOnceAndDoesNotEndTheWatch() {
    bake.journal.listen(recorded -> {
      if (recorded.event() instanceof MigrationEvent.BakeStarted) {
        bake.broken = true;
      }
    });
    bake.watch(Reaction.ROLLBACK, 10);
    bake.broken = false;
    bake.watch(Reaction.ROLLBACK, 60);
    assertThat(bake.events(MigrationEvent.Noted.class))
        .singleElement()
        .satisfies(
            noted -> assertThat(noted.message()).contains("the watch over gates has failed"));
    assertThat(bake.events(BakeEnded.class)).hasSize(1);
  }
}

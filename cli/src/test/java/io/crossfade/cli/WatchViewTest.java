package io.crossfade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.cli.view.WatchView;
import io.crossfade.engine.PaceSetting;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchViewTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final WatchView view = view();

  @Test
  void theProcessThatIsThereFromTheBeginningIsNoNews() {
    view.show(status(Phase.BACKFILLED), "process 7");
    view.show(status(Phase.VERIFIED), "process 7");
    assertThat(told()).isEmpty();
  }

  @Test
  void aProcessThatGoesAndAnotherThatComesAreNewsOnce() {
    view.show(status(Phase.VERIFIED), "process 7");
    view.show(status(Phase.VERIFIED), null);
    view.show(status(Phase.VERIFIED), null);
    view.show(status(Phase.VERIFIED), "process 8");
    assertThat(told())
        .containsExactly(
            "crossfade: no process of this machine carries it on: waiting for one",
            "crossfade: process 8 carries it on");
  }

  @Test
  void theEndIsNewsWhetherTheProcessIsStillThereOrNot() {
    for (String process : new String[] {"process 7", null}) {
      WatchView another = view();
      another.show(status(Phase.CUT_OVER), process);
      said.reset();
      another.show(status(Phase.CLEANED), process);
      assertThat(told()).containsExactly("crossfade: the migration has ended");
    }
  }

  @Test
  void aLineSaysThatTheCalendarIsWaitedForAndNotAPerson() {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    WatchView waiting = WatchView.lines(new PrintStream(lines), new PrintStream(said));
    waiting.show(status(Phase.READS_SHIFTED, null), "process 7");
    waiting.show(
        status(Phase.READS_SHIFTED, new Status.Closed(StepName.CUTOVER, null, "closed until Mon")),
        "process 7");
    assertThat(lines.toString(StandardCharsets.UTF_8).lines())
        .satisfiesExactly(
            open -> assertThat(open).endsWith("waits for: crossfade cutover"),
            closed -> assertThat(closed).endsWith("waits for: the calendar, closed until Mon"));
  }

  private WatchView view() {
    return WatchView.lines(new PrintStream(OutputStream.nullOutputStream()), new PrintStream(said));
  }

  private static Status status(Phase phase) {
    return status(phase, null);
  }

  private static Status status(Phase phase, Status.@Nullable Closed closed) {
    return new Status(
        new Status.Where("shop", phase, null, true),
        Status.Copying.NONE,
        Status.Following.NONE,
        Status.Comparing.NONE,
        new Status.Traffic(
            Route.initial("shop"), Side.SOURCE, 0, new Status.Readiness(true, List.of()), null),
        Status.Gating.NONE,
        new Status.Outlook(
            phase == Phase.READS_SHIFTED ? "cutover" : null,
            null,
            new Status.Throttled(PaceSetting.ADAPTIVE, null, null),
            closed,
            null,
            List.of()));
  }

  private List<String> told() {
    return said.toString(StandardCharsets.UTF_8).lines().toList();
  }
}

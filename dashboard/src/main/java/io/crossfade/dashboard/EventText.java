package io.crossfade.dashboard;

import io.crossfade.engine.Decision;
import io.crossfade.engine.Figures;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.PaceSetting;
import io.crossfade.model.Route;

/// What an event says to people, and how they should take it.
record EventText(Tone tone, String text) {
  static EventText of(MigrationEvent event) {
    return switch (event) {
      case MigrationEvent.MigrationCreated e ->
          plain("the migration began, with Crossfade " + e.crossfadeVersion());
      case MigrationEvent.ProcessStarted e ->
          plain(
              "process %d on %s carries it on (lease %d)".formatted(e.pid(), e.host(), e.lease()));
      case MigrationEvent.StoreRestored e ->
          bad(
              "the store is an older copy (lease %d, and a database has seen %d)"
                  .formatted(e.lease(), e.seen()));
      case MigrationEvent.StepStarted e ->
          new EventText(Tone.RUNS, "%s begins: %s".formatted(e.step().spelled(), e.step().does()));
      case MigrationEvent.StepFinished e -> good(e.step().spelled() + " is done");
      case MigrationEvent.StepFailed e ->
          bad("%s: %s: %s".formatted(e.step().spelled(), e.errorCode(), e.message()));
      case MigrationEvent.StepUndone e -> plain(e.step().spelled() + " was undone");
      case MigrationEvent.TableTakenUp e ->
          warns("%s is moved as it is on the source now: %s".formatted(e.table(), e.what()));
      case MigrationEvent.TableFollowed e -> plain("the target follows with " + e.table());
      case MigrationEvent.RoutePublished e -> plain(route(e.route()));
      case MigrationEvent.SwitchStarted e ->
          new EventText(
              Tone.RUNS, "switch %d begins: %s to %s".formatted(e.number(), e.from(), e.to()));
      case MigrationEvent.RehearsalStarted e ->
          new EventText(
              Tone.RUNS, "rehearsal %d begins: %s to %s".formatted(e.number(), e.from(), e.to()));
      case MigrationEvent.SwitchDecided e ->
          new EventText(
              e.decision() == Decision.FLIP ? Tone.GOOD : Tone.WARNS,
              "switch %d: %s, %s".formatted(e.number(), e.decision(), e.reason()));
      case MigrationEvent.SwitchFinished e -> plain("switch %d is over".formatted(e.number()));
      case MigrationEvent.Rehearsed e ->
          new EventText(
              e.passed() ? Tone.GOOD : Tone.WARNS,
              "rehearsal %d %s: %s"
                  .formatted(e.number(), e.passed() ? "passed" : "did not pass", e.reason()));
      case MigrationEvent.Paused e ->
          new EventText(
              Tone.WAITS,
              "paused by %s%s".formatted(e.by(), e.reason().isEmpty() ? "" : ": " + e.reason()));
      case MigrationEvent.Resumed e -> plain("resumed by " + e.by());
      case MigrationEvent.ApprovalAsked e ->
          new EventText(
              Tone.WAITS,
              "%s asked for the approval of %s (%d needed)"
                  .formatted(e.by(), e.step().spelled(), e.needed()));
      case MigrationEvent.ApprovalGiven e ->
          good("%s approved %s".formatted(e.by(), e.step().spelled()));
      case MigrationEvent.ApprovalRefused e ->
          warns(
              "%s refused %s%s"
                  .formatted(
                      e.by(), e.step().spelled(), e.reason().isEmpty() ? "" : ": " + e.reason()));
      case MigrationEvent.LogGivenUp e -> bad(e.text());
      case MigrationEvent.FailedOver e -> warns(e.text());
      case MigrationEvent.ThrottleSet e ->
          plain(
              "throttle set by %s: %s"
                  .formatted(e.by(), new PaceSetting(e.mode(), e.rowsPerSecond())));
      case MigrationEvent.TargetGivenUp e ->
          bad(
              "the target was given up: what it acknowledged after %s (%s) has not come back"
                  .formatted(e.position(), e.since()));
      case MigrationEvent.FencedSideWritten e ->
          bad(
              "somebody else wrote the fenced %s: transaction %d, tables %s"
                  .formatted(e.side().spelled(), e.transaction(), e.tables()));
      case MigrationEvent.EqualityChanged e ->
          warns(
              "compared from here on: "
                  + (e.columns().isEmpty() ? "all exactly" : String.join(", ", e.columns())));
      case MigrationEvent.VerdictReached e ->
          new EventText(
              e.isClean() ? Tone.GOOD : Tone.BAD,
              "%s compared: %s rows, %s differ, %s unsettled"
                  .formatted(
                      e.table(),
                      Figures.count(e.rows()),
                      Figures.count(e.drift()),
                      Figures.count(e.unsettled())));
      case MigrationEvent.RowDiffers e -> bad(e.text());
      case MigrationEvent.RowRepaired e ->
          good("repaired: %s key %s (%s)".formatted(e.table(), e.key(), e.kind()));
      case MigrationEvent.Mended e ->
          good("mended: %s (%s): %s".formatted(e.what(), e.where(), e.done()));
      case MigrationEvent.GateRefused e ->
          warns("gate %s refused: %s".formatted(e.gate(), e.reason()));
      case MigrationEvent.TrafficCounted e ->
          plain(
              "%s transactions of applications with the %s written: %s failed, %s on average"
                  .formatted(
                      Figures.count(e.ended()),
                      e.side().spelled(),
                      Figures.count(e.failed()),
                      Figures.shortMillis(e.busyNanos() / 1e6 / Math.max(1, e.ended()))));
      case MigrationEvent.BaselineMeasured e ->
          plain("usual before traffic moves: %s %s".formatted(e.metric(), e.value()));
      case MigrationEvent.BakeStarted _ ->
          new EventText(
              Tone.RUNS, "the bake began: the gates are asked, and lead back by themselves");
      case MigrationEvent.RolloutStepBegun e ->
          new EventText(
              Tone.RUNS, "rollout, step %d of %d: %s".formatted(e.number(), e.of(), e.does()));
      case MigrationEvent.BakeEnded e -> good("the bake ended: " + e.reason());
      case MigrationEvent.GateActed e ->
          bad("gate %s is %s: %s".formatted(e.gate(), e.state(), e.text()));
      case MigrationEvent.ReactionRevoked e ->
          plain("what gate %s asked for is revoked by %s: %s".formatted(e.gate(), e.by(), e.why()));
      case MigrationEvent.AnomalySeen e -> warns(e.text());
      case MigrationEvent.Noted e -> plain(e.message());
      case MigrationEvent.MigrationEnded e -> good("the migration ended: " + e.outcome());
    };
  }

  private static String route(Route route) {
    return "writes go to %s, %d %% of the reads to %s%s (epoch %d)"
        .formatted(
            route.writes(),
            route.percent(),
            route.reads(),
            route.held() ? ", new transactions wait" : "",
            route.epoch());
  }

  private static EventText plain(String text) {
    return new EventText(Tone.PLAIN, text);
  }

  private static EventText good(String text) {
    return new EventText(Tone.GOOD, text);
  }

  private static EventText warns(String text) {
    return new EventText(Tone.WARNS, text);
  }

  private static EventText bad(String text) {
    return new EventText(Tone.BAD, text);
  }
}

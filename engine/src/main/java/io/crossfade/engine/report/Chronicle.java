package io.crossfade.engine.report;

import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.MigrationState;
import io.crossfade.engine.PaceSetting;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.approvals.PlanDigest;
import io.crossfade.engine.report.Report.Approved;
import io.crossfade.engine.report.Report.Artifact;
import io.crossfade.engine.report.Report.Compared;
import io.crossfade.engine.report.Report.Remark;
import io.crossfade.engine.report.Report.TableCompared;
import io.crossfade.engine.report.Report.What;
import io.crossfade.model.Route;
import io.crossfade.model.Sha256;
import io.crossfade.model.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Is told a migration's events one by one, and makes the report of them.
final class Chronicle {
  /// As far as the clocks of two machines may be apart without anybody having set one.
  private static final Duration MERELY_INEXACT = Duration.ofSeconds(2);

  private final Instant began;
  private final Set<String> versions = new LinkedHashSet<>();
  private final StepsTaken steps = new StepsTaken();
  private final SwitchesTried switches = new SwitchesTried();
  private final Map<TableName, TableCompared> compared = new TreeMap<>();
  private final List<Approved> approvals = new ArrayList<>();
  private final List<Artifact> artifacts = new ArrayList<>();
  private final List<Remark> remarks = new ArrayList<>();
  private final Tally tally = new Tally();
  private MigrationState state;
  private Instant last;
  private long differed;
  private long repaired;

  Chronicle(Recorded first) {
    this.began = first.at();
    this.last = first.at();
    this.state = MigrationState.initial(first.migration());
  }

  void tell(Recorded recorded) {
    Duration back = Duration.between(recorded.at(), last);
    last = recorded.at();
    if (back.compareTo(MERELY_INEXACT) > 0) {
      remark(
          "the clock went back by %d s: times before and after this do not go together"
              .formatted(back.toSeconds()));
    }
    versions.add(recorded.version());
    Route before = state.route();
    state = state.after(recorded.event());
    tell(recorded.event(), recorded, before);
  }

  private void tell(MigrationEvent event, Recorded recorded, Route before) {
    Instant at = recorded.at();
    switch (event) {
      case MigrationEvent.MigrationCreated e -> {
        remark("the migration began");
        artifact("manifest: what moves", at, Sha256.hex(e.manifestDigest()));
      }
      case MigrationEvent.ProcessStarted e -> {
        steps.cutOff();
        remark(
            "process %d on %s carries it on (lease %d, Crossfade %s)"
                .formatted(e.pid(), e.host(), e.lease(), recorded.version()));
      }
      case MigrationEvent.StoreRestored e ->
          remark(
              "the store is an older copy (lease %d, and a database has seen %d): what was recorded after it was made is not told here"
                  .formatted(e.lease(), e.seen()));
      case MigrationEvent.StepStarted e -> steps.started(e.step(), at);
      case MigrationEvent.StepFinished e -> steps.finished(e, at);
      case MigrationEvent.StepFailed e -> steps.failed(e, at);
      case MigrationEvent.StepUndone e -> remark(e.step().spelled() + " was undone");
      case MigrationEvent.TableTakenUp e ->
          remark("%s is moved as it is on the source now: %s".formatted(e.table(), e.what()));
      case MigrationEvent.TableFollowed e -> remark("the target follows with " + e.table());
      case MigrationEvent.RolloutStepBegun e ->
          remark("rollout, step %d of %d: %s".formatted(e.number(), e.of(), e.does()));
      case MigrationEvent.RoutePublished e -> published(e.route(), before);
      case MigrationEvent.SwitchStarted e -> {
        switches.started(e, at);
        tally.started(e, at);
      }
      case MigrationEvent.RehearsalStarted e -> switches.started(e, at);
      case MigrationEvent.SwitchDecided e -> {
        switches.decided(e);
        tally.decided(e);
      }
      case MigrationEvent.SwitchFinished e -> {
        switches.finished(e);
        tally.finished(e, at);
      }
      case MigrationEvent.Rehearsed e -> switches.rehearsed(e);
      case MigrationEvent.Paused e -> {
        tally.paused(at);
        remark("paused by %s%s".formatted(e.by(), e.reason().isEmpty() ? "" : ": " + e.reason()));
      }
      case MigrationEvent.Resumed e -> {
        tally.resumed(at);
        remark("resumed by " + e.by());
      }
      case MigrationEvent.LogGivenUp e -> remark(e.text());
      case MigrationEvent.FailedOver e -> remark(e.text());
      case MigrationEvent.ThrottleSet e ->
          remark(
              "throttle set by %s: %s"
                  .formatted(e.by(), new PaceSetting(e.mode(), e.rowsPerSecond())));
      case MigrationEvent.TargetGivenUp e ->
          remark(
              "the target was given up: what it acknowledged after %s (%s) has not come back"
                  .formatted(e.position(), e.since()));
      case MigrationEvent.FencedSideWritten e ->
          remark(
              "somebody else wrote the fenced %s: transaction %d, committed %s, tables %s"
                  .formatted(e.side(), e.transaction(), e.committed(), e.tables()));
      case MigrationEvent.EqualityChanged e ->
          remark(
              "compared from here on: "
                  + (e.columns().isEmpty() ? "all exactly" : String.join(", ", e.columns())));
      case MigrationEvent.VerdictReached e -> {
        TableCompared table = new TableCompared(e.table(), e.rows(), e.drift(), e.unsettled(), at);
        compared.put(e.table(), table);
        tally.compared(table);
      }
      case MigrationEvent.RowDiffers e -> {
        differed++;
        remark(e.text());
      }
      case MigrationEvent.RowRepaired e -> {
        repaired++;
        remark("repaired: %s key %s (%s)".formatted(e.table(), e.key(), e.kind()));
      }
      case MigrationEvent.GateRefused e ->
          remark("gate %s refused: %s".formatted(e.gate(), e.reason()));
      case MigrationEvent.TrafficCounted e -> tally.counted(e);
      case MigrationEvent.BaselineMeasured e ->
          remark(
              "baseline: %s was %s before traffic moved (%d measurements)"
                  .formatted(e.metric(), e.value(), e.samples()));
      case MigrationEvent.BakeStarted _ -> remark("the bake began");
      case MigrationEvent.BakeEnded e -> remark("the bake ended: " + e.reason());
      case MigrationEvent.GateActed e ->
          remark(
              "gate %s is %s, so: %s (%s)"
                  .formatted(
                      e.gate(),
                      e.state().name().toLowerCase(Locale.ROOT),
                      e.does().name().toLowerCase(Locale.ROOT),
                      e.text()));
      case MigrationEvent.ReactionRevoked e ->
          remark(
              "what gate %s asked for is revoked by %s: %s".formatted(e.gate(), e.by(), e.why()));
      case MigrationEvent.AnomalySeen e -> remark(e.text());
      case MigrationEvent.ApprovalAsked e -> {
        remark(
            "%s asked for the approval of %s (%d needed, plan %s)"
                .formatted(e.by(), e.step().spelled(), e.needed(), PlanDigest.brief(e.plan())));
        artifact("plan: what was to be approved", at, e.plan());
      }
      case MigrationEvent.ApprovalGiven e -> {
        approvals.add(new Approved(at, e.by(), e.step(), PlanDigest.brief(e.plan()), true));
        remark(
            "%s approved %s (plan %s), until %s"
                .formatted(e.by(), e.step().spelled(), PlanDigest.brief(e.plan()), e.until()));
      }
      case MigrationEvent.ApprovalRefused e -> {
        approvals.add(new Approved(at, e.by(), e.step(), PlanDigest.brief(e.plan()), false));
        remark(
            "%s refused %s%s"
                .formatted(
                    e.by(), e.step().spelled(), e.reason().isEmpty() ? "" : ": " + e.reason()));
      }
      case MigrationEvent.Mended e ->
          remark("mended: %s (%s): %s".formatted(e.what(), e.where(), e.done()));
      case MigrationEvent.Noted e -> remark(e.message());
      case MigrationEvent.MigrationEnded e -> remark("the migration ended: " + e.outcome());
    }
  }

  /// A hold and its end belong to a switch, which is told elsewhere.
  private void published(Route route, Route before) {
    boolean sameReads = route.reads() == before.reads() && route.percent() == before.percent();
    if (!route.held() && !(sameReads && route.writes() == before.writes())) {
      remark(
          "writes go to %s, %d %% of the reads to %s (epoch %d)"
              .formatted(route.writes(), route.percent(), route.reads(), route.epoch()));
    }
  }

  private void remark(String text) {
    remarks.add(new Remark(last, text));
  }

  private void artifact(String what, Instant at, String sha256) {
    if (artifacts.stream().noneMatch(known -> known.sha256().equals(sha256))) {
      artifacts.add(new Artifact(what, at, sha256));
    }
  }

  Report report() {
    return new Report(
        new What(
            state.migration(),
            state.phase(),
            state.authoritative(),
            began,
            last,
            List.copyOf(versions)),
        steps.all(),
        switches.all(),
        new Compared(List.copyOf(compared.values()), differed, repaired),
        approvals,
        artifacts,
        remarks,
        tally.success(state, began, last));
  }
}

package io.crossfade.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Decision;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.StepName;
import io.crossfade.engine.store.EventLines;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.RowDifference;
import io.crossfade.model.Sha256;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final TableName ORDERS = new TableName("public", "orders");
  private final List<Recorded> events = new ArrayList<>();

  @Test
  void stepsAreToldWithTheirTimeAndHowTheyEnded() {
    upToVerified();
    happens(new MigrationEvent.StepStarted(StepName.SHIFT_READS));
    happens(new MigrationEvent.ProcessStarted(2, 43, "db2"));
    happens(new MigrationEvent.StepStarted(StepName.SHIFT_READS));
    happens(
        new MigrationEvent.StepFailed(StepName.SHIFT_READS, ErrorCode.GATE_REFUSED, "lag is 9 s"));

    Report report = Report.of(events);

    assertThat(report.what()).returns(Phase.VERIFIED, Report.What::phase);
    assertThat(report.steps())
        .extracting(s -> s.step() + " " + s.outcome())
        .endsWith("VERIFY DONE", "SHIFT_READS CUT_OFF", "SHIFT_READS FAILED");
    assertThat(report.steps().getFirst())
        .returns(at(2), Report.StepTaken::began)
        .returns(at(3), Report.StepTaken::ended)
        .returns(Map.of("tables", "3"), Report.StepTaken::facts);
    assertThat(report.steps().getLast().error()).isEqualTo("GATE_REFUSED: lag is 9 s");
    assertThat(report.remarks())
        .extracting(Report.Remark::text)
        .contains("process 43 on db2 carries it on (lease 2, Crossfade 0.1.0)");
  }

  @Test
  void switchesAndRehearsalsAreToldWithTheirParts() {
    upToVerified();
    happens(new MigrationEvent.StepStarted(StepName.REHEARSE));
    happens(new MigrationEvent.RehearsalStarted(1, Side.SOURCE, Side.TARGET, 3000));
    happens(new MigrationEvent.SwitchDecided(1, Decision.ABORT, "it was a rehearsal"));
    happens(new MigrationEvent.SwitchFinished(1, phases()));
    happens(
        new MigrationEvent.Rehearsed(
            1, Side.SOURCE, true, "it was a rehearsal", 9, List.of("lag")));
    happens(new MigrationEvent.StepFinished(StepName.REHEARSE, Map.of()));
    happens(new MigrationEvent.StepStarted(StepName.CUTOVER));
    happens(new MigrationEvent.SwitchStarted(2, Side.SOURCE, Side.TARGET, 3000));
    happens(new MigrationEvent.SwitchDecided(2, Decision.FLIP, "everything is on both sides"));

    Report report = Report.of(events);

    assertThat(report.switches())
        .extracting(s -> s.number() + " " + s.what() + ": " + s.outcome() + " " + s.heldNanos())
        .containsExactly(
            "1 rehearsal of the cutover: passed; a gate would have refused: lag 12",
            "2 cutover: moved 0");
    assertThat(report.switches().getFirst().phases())
        .containsExactly(
            Map.entry("hold", 4L),
            Map.entry("sequences", 2L),
            Map.entry("catch up", 3L),
            Map.entry("release", 5L));
    assertThat(report.what().authoritative()).isEqualTo(Side.TARGET);
  }

  @Test
  void whoApprovedWhatIsTold() {
    upToVerified();
    String plan = "0123456789abcdef".repeat(4);
    String at = "2026-01-02T03:04:05Z";
    happens(new MigrationEvent.ApprovalAsked(StepName.CUTOVER, plan, 2, "ann", at));
    happens(new MigrationEvent.ApprovalGiven(StepName.CUTOVER, plan, "eve", at, at));
    happens(new MigrationEvent.ApprovalRefused(StepName.CUTOVER, plan, "bob", "not today"));

    assertThat(Report.of(events).approvals())
        .extracting(one -> one.by() + " " + one.step() + " " + one.given())
        .containsExactly("eve CUTOVER true", "bob CUTOVER false");
  }

  @Test
  void whatItWasCarriedOutByIsNamedOnce() {
    happens(new MigrationEvent.MigrationCreated("what moves", "0.1.0"));
    String plan = "0123456789abcdef".repeat(4);
    String changed = "fedcba9876543210".repeat(4);
    String until = "2026-01-02T03:04:05Z";
    happens(new MigrationEvent.ApprovalAsked(StepName.CUTOVER, plan, 2, "ann", until));
    happens(new MigrationEvent.ApprovalAsked(StepName.CUTOVER, plan, 2, "eve", until));
    happens(new MigrationEvent.ApprovalAsked(StepName.CUTOVER, changed, 2, "ann", until));

    assertThat(Report.of(events).artifacts())
        .containsExactly(
            new Report.Artifact("manifest: what moves", at(0), Sha256.hex("what moves")),
            new Report.Artifact("plan: what was to be approved", at(1), plan),
            new Report.Artifact("plan: what was to be approved", at(3), changed));
  }

  @Test
  void howApplicationsWereServedIsToldBeforeAndAfter() {
    upToVerified();
    assertThat(ServedText.rows(Report.of(events).success())).isEmpty();
    happens(new MigrationEvent.TrafficCounted(Side.SOURCE, 900, 1, 1_800_000_000));
    happens(new MigrationEvent.TrafficCounted(Side.SOURCE, 1100, 1, 2_200_000_000L));
    happens(new MigrationEvent.TrafficCounted(Side.TARGET, 1000, 2, 2_500_000_000L));
    happens(new MigrationEvent.TrafficCounted(Side.SOURCE, 500, 500, 0));

    Report.Success success = Report.of(events).success();

    assertThat(success.before()).isEqualTo(new Report.Served(2000, 0.001, 2.0));
    assertThat(success.after()).isEqualTo(new Report.Served(1000, 0.002, 2.5));
    assertThat(ServedText.rows(success))
        .containsExactly(
            List.of(
                "transactions before the first cutover",
                "2,000; 0.1000 % failed; 2.0 ms on average"),
            List.of("transactions on the target", "1,000; 0.2000 % failed; 2.5 ms on average"),
            List.of("response time", "+25.0 % against before"),
            List.of("errors", "+0.1000 percentage points against before"));
  }

  @Test
  void verdictsDriftAndPausesAreTold() {
    upToVerified();
    happens(new MigrationEvent.Paused("anna@db1", "now", "backup"));
    happens(new MigrationEvent.Resumed("anna@db1"));
    happens(new MigrationEvent.VerdictReached(ORDERS, 9, 1, 0, "0/1"));
    happens(
        new MigrationEvent.RowDiffers(
            ORDERS, Key.of("7"), RowDifference.Kind.CHANGED, Side.TARGET, List.of("note")));
    happens(new MigrationEvent.RowRepaired(ORDERS, Key.of("7"), RowDifference.Kind.CHANGED));

    Report report = Report.of(events);

    assertThat(report.compared())
        .isEqualTo(
            new Report.Compared(
                List.of(new Report.TableCompared(ORDERS, 9, 1, 0, at(events.size() - 3))), 1, 1));
    assertThat(report.remarks())
        .extracting(Report.Remark::text)
        .contains(
            "paused by anna@db1: backup",
            "resumed by anna@db1",
            "drift: public.orders key 7 is CHANGED on the target in [note]");
  }

  @Test
  void theSameEventsMakeTheSameReportAlsoWhenTheyWereTakenOutOfTheStore() {
    upToVerified();
    happens(new MigrationEvent.Noted("two\nlines"));
    Report report = Report.of(events);
    assertThat(Report.of(EventLines.read(EventLines.write(events)))).isEqualTo(report);
    assertThat(EventLines.write(events).lines()).hasSize(events.size());
  }

  @Test
  void aClockThatWentBackIsToldAndDisturbsNothing() {
    upToVerified();
    events.add(
        new Recorded(
            "shop",
            events.size() + 1,
            at(-3600),
            "0.1.0",
            new MigrationEvent.Noted("an hour ago")));
    assertThat(Report.of(events).remarks())
        .contains(
            new Report.Remark(
                at(-3600),
                "the clock went back by %d s: times before and after this do not go together"
                    .formatted(3600 + events.size() - 2)));
  }

  private void upToVerified() {
    happens(new MigrationEvent.MigrationCreated("digest", "0.1.0"));
    happens(new MigrationEvent.ProcessStarted(1, 42, "db1"));
    step(StepName.PREPARE, Map.of("tables", "3", "type x", "y"));
    step(StepName.BACKFILL, Map.of("rows", "9"));
    step(StepName.CATCH_UP, Map.of());
    step(StepName.FINISH, Map.of());
    step(StepName.VERIFY, Map.of());
  }

  private void step(StepName step, Map<String, String> facts) {
    happens(new MigrationEvent.StepStarted(step));
    happens(new MigrationEvent.StepFinished(step, facts));
  }

  private static Map<String, Long> phases() {
    Map<String, Long> phases = new LinkedHashMap<>();
    phases.put("hold", 4L);
    phases.put("sequences", 2L);
    phases.put("catch up", 3L);
    phases.put("release", 5L);
    return phases;
  }

  private void happens(MigrationEvent event) {
    int seq = events.size() + 1;
    events.add(new Recorded("shop", seq, at(seq - 1), "0.1.0", event));
  }

  private static Instant at(int second) {
    return Instant.parse("2026-01-02T03:04:00Z").plusSeconds(second);
  }
}

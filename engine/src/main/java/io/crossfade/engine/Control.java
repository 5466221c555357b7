package io.crossfade.engine;

import io.crossfade.connector.Finding;
import io.crossfade.engine.report.Report;
import io.crossfade.engine.routes.Told;
import io.crossfade.engine.switching.Phases;
import io.crossfade.model.LedgerCount;
import io.crossfade.model.LedgerEntry;
import io.crossfade.model.MismatchGroup;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What people and programs may ask of a running migration. Safe for use by several threads.
///
/// A verb returns when its work is done. One that is refused throws
/// [io.crossfade.model.CrossfadeException]: NOT_ALLOWED_NOW with what is legal instead,
/// GATE_REFUSED with the gate; AWAITING_APPROVAL with who has to approve.
public interface Control {
  /// Quick: asks no database.
  Status status();

  /// How far the copy of each table is. Quick: asks no database. Empty where this process has
  /// copied nothing, and not looked at what others have.
  List<TableChunks> chunks();

  /// What has been and will be done, in order.
  Plan plan();

  /// Compares all tables, and writes the proven differences over where `repair` is asked for.
  VerifyReport verify(boolean repair);

  /// Stops what loads the databases and may wait, until [#resume]. Repeatable; waits for the end of
  /// a switch.
  ///
  /// @param by who asks, as `user@host`
  /// @param reason for people; may be empty
  PauseReport pause(String by, String reason);

  /// Goes on. Repeatable.
  PauseReport resume(String by);

  /// Says how fast copy and comparison may go, until it is said anew. Repeatable.
  ///
  /// @param by who asks, as `user@host`
  ThrottleReport throttle(String by, PaceSetting setting);

  /// Takes the step that waits for a person's word.
  ///
  /// @param step the one that is meant; null for a refusal that says what is possible
  AdvanceReport advance(@Nullable StepName step);

  /// What needs the approval of people, and how they give it.
  Approving approving();

  /// Tries the switch that could come next, up to its decision, and moves nobody.
  RehearsalReport rehearse();

  /// Finds what half-done steps have left behind, and mends it.
  ///
  /// @param dryRun only says what would be done
  RepairReport repair(boolean dryRun);

  /// What routers have told of their ledgers and of mismatches. Quick: asks no database.
  LedgerReport ledger();

  /// Says that a router which is lost has left nothing in its ledger that counts. NOT_ALLOWED_NOW
  /// where nothing is known of it, or it is alive.
  void forgetRouter(String router);

  /// What has happened, from the first event on.
  List<Recorded> events();

  /// What has happened, told.
  default Report report() {
    return Report.of(events());
  }

  /// What runs here, for somebody who helps from afar.
  Diagnostics diagnostics();

  /// Moves writes and reads to the target.
  SwitchReport cutover();

  /// Moves writes and reads back to the source.
  ///
  /// @param acceptLoss whether to go back even where the target cannot be read, giving up what has
  ///   not come back
  SwitchReport rollback(boolean acceptLoss);

  /// Undoes every step. The source is left as it was; tables that were made in the target are
  /// dropped.
  EndReport abort();

  /// The point of no return.
  EndReport cleanup();

  /// @param stores one ledger each, over all routers
  /// @param entries some of what is in them, those set apart first, then the oldest
  /// @param mismatches answers that differ, by cause, the most frequent first
  record LedgerReport(
      List<LedgerCount> stores,
      List<RouterTold> routers,
      List<LedgerEntry> entries,
      List<MismatchGroup> mismatches) {
    public LedgerReport {
      stores = List.copyOf(stores);
      routers = List.copyOf(routers);
      entries = List.copyOf(entries);
      mismatches = List.copyOf(mismatches);
    }
  }

  /// @param epoch that it had confirmed before it looked
  /// @param toldMillisAgo how long ago it has told this
  /// @param lost whether nothing is heard of it any more
  record RouterTold(String router, long epoch, long pending, long toldMillisAgo, boolean lost) {
    static RouterTold of(Told told) {
      return new RouterTold(
          told.router(), told.epoch(), told.pending(), told.ago().toMillis(), told.lost());
    }
  }

  /// @param table by its name on the side that is copied
  /// @param cells the chunks in their order, each cell for the same number of them: how many
  ///   percent of its chunks are done
  record TableChunks(TableName table, int chunks, int done, List<Integer> cells) {
    public TableChunks {
      cells = List.copyOf(cells);
    }
  }

  /// @param steps in order
  /// @param findings what would stop or disturb the migration, the worst first, each with what
  ///   mends it
  /// @param notes what stops nothing, and would be missed later: whatever is not carried to the
  ///   target, casts that lose something
  record Plan(
      String migration,
      String strategy,
      List<PlannedStep> steps,
      List<Finding> findings,
      List<String> notes) {
    public Plan {
      steps = List.copyOf(steps);
      findings = List.copyOf(findings);
      notes = List.copyOf(notes);
    }

    /// What would stop it; empty when nothing would.
    public List<String> problems() {
      return findings.stream()
          .filter(finding -> finding.severity() == Finding.Severity.STOPS)
          .map(Finding::toString)
          .toList();
    }
  }

  /// @param details what the step would do here, to both sides, a line each
  /// @param estimate null where there is nothing to be counted
  record PlannedStep(
      StepName step, String does, boolean done, List<String> details, @Nullable Estimate estimate) {
    public PlannedStep {
      details = List.copyOf(details);
    }
  }

  /// About how much a step moves, and how long that takes. For people: nothing depends on it.
  ///
  /// @param rows -1 where a table was never counted by its database
  /// @param assumed the pace on which it stands, in bytes a second
  record Estimate(long rows, long bytes, long seconds, long assumed) {}

  record VerifyReport(List<TableReport> tables, boolean clean) {
    public VerifyReport {
      tables = List.copyOf(tables);
    }
  }

  /// @param table by its name on the target
  /// @param drift rows that differed and still differ
  /// @param repaired rows that differed and were written over
  /// @param columns in which rows differ that are on both sides; at most ten
  record TableReport(
      TableName table,
      long rows,
      long drift,
      long unsettled,
      long repaired,
      List<String> columns,
      String position) {
    public TableReport {
      columns = List.copyOf(columns);
    }
  }

  /// @param changed whether it was not so before
  /// @param pause the one that began, or ended; null where there was none
  record PauseReport(boolean changed, @Nullable Pause pause) {}

  /// @param before what was said before
  record ThrottleReport(PaceSetting before, PaceSetting now) {}

  /// @param repaired what was found, in order; empty when nothing was left behind
  record RepairReport(boolean dryRun, List<Repaired> repaired) {
    public RepairReport {
      repaired = List.copyOf(repaired);
    }
  }

  /// @param done what was done; where nothing was, what would be, or what a person has to do
  record Repaired(String what, String where, String done, boolean mended) {}

  record AdvanceReport(StepName step, SwitchReport report) {}

  /// @param from the side that was written, and is
  /// @param passed whether nothing but its being a rehearsal kept it from moving
  /// @param report its end, which is always ABORT, and the time of each part
  /// @param refusals what would keep the gate before the real switch closed now
  record RehearsalReport(Side from, boolean passed, SwitchReport report, List<String> refusals) {
    public RehearsalReport {
      refusals = List.copyOf(refusals);
    }
  }

  /// @param decision FLIP: the switch was made; ABORT: it was tried, and everything is as before
  /// @param phases how long each part took, in nanoseconds, in the order in which they came
  /// @param lost what was given up; null when nothing was
  record SwitchReport(
      int number,
      Decision decision,
      String reason,
      Route route,
      Map<String, Long> phases,
      @Nullable LossWindow lost) {
    public SwitchReport {
      phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    }

    /// How long new transactions waited; 0 where it is not known here.
    public long heldNanos() {
      return Phases.held(phases);
    }
  }

  /// Writes acknowledged by the abandoned side after this point have not come back.
  ///
  /// @param position the abandoned side's position up to which everything came back, encoded
  /// @param since the commit time of the last transaction that did; null where none was seen
  record LossWindow(Side abandoned, String position, @Nullable Instant since) {}

  /// @param left what stays behind on purpose, a line each
  record EndReport(Phase phase, List<String> left) {
    public EndReport {
      left = List.copyOf(left);
    }
  }
}

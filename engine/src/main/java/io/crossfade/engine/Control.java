package io.crossfade.engine;

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
/// GATE_REFUSED with the gate.
public interface Control {
  /// Quick: asks no database.
  Status status();

  /// What has been and will be done, in order.
  Plan plan();

  /// Compares all tables, and writes the proven differences over where `repair` is asked for.
  VerifyReport verify(boolean repair);

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

  /// @param steps in order
  /// @param notes what stops nothing, and would be missed later: whatever is not carried to the
  ///   target, casts that lose something
  /// @param problems what would stop the migration, each with what mends it; empty when nothing
  ///   would
  record Plan(
      String migration,
      String strategy,
      List<PlannedStep> steps,
      List<String> notes,
      List<String> problems) {
    public Plan {
      steps = List.copyOf(steps);
      notes = List.copyOf(notes);
      problems = List.copyOf(problems);
    }
  }

  /// @param details what the step would do here, a line each
  record PlannedStep(StepName step, String does, boolean done, List<String> details) {
    public PlannedStep {
      details = List.copyOf(details);
    }
  }

  record VerifyReport(List<TableReport> tables, boolean clean) {
    public VerifyReport {
      tables = List.copyOf(tables);
    }
  }

  /// @param table by its name on the target
  /// @param drift rows that differed and still differ
  /// @param repaired rows that differed and were written over
  record TableReport(
      TableName table, long rows, long drift, long unsettled, long repaired, String position) {}

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

package io.crossfade.engine.report;

import io.crossfade.engine.Phase;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.StepName;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What happened to a migration so far. Follows from its events alone: the same events make the
/// same report, whoever asks and whenever.
///
/// @param steps each time that one was begun, in order
/// @param switches each that was tried or rehearsed, in order
/// @param approvals what people have approved and refused, in order
/// @param artifacts what it was carried out by, in order
/// @param remarks whatever else a person should know, in order
/// @param success what it has cost and brought, in numbers
public record Report(
    What what,
    List<StepTaken> steps,
    List<SwitchTried> switches,
    Compared compared,
    List<Approved> approvals,
    List<Artifact> artifacts,
    List<Remark> remarks,
    Success success) {
  public Report {
    steps = List.copyOf(steps);
    switches = List.copyOf(switches);
    approvals = List.copyOf(approvals);
    artifacts = List.copyOf(artifacts);
    remarks = List.copyOf(remarks);
  }

  /// @param events of one migration, from the first one on
  public static Report of(List<Recorded> events) {
    Chronicle chronicle = new Chronicle(events.getFirst());
    events.forEach(chronicle::tell);
    return chronicle.report();
  }

  /// @param authoritative the side that is written
  /// @param last when the last event was recorded
  /// @param versions of Crossfade that carried it on
  public record What(
      String migration,
      Phase phase,
      Side authoritative,
      Instant began,
      Instant last,
      List<String> versions) {
    public What {
      versions = List.copyOf(versions);
    }
  }

  /// @param ended null where nobody recorded an end
  /// @param facts what it left, such as the rows that were copied
  /// @param error empty where there was none
  public record StepTaken(
      StepName step,
      Instant began,
      @Nullable Instant ended,
      Outcome outcome,
      Map<String, String> facts,
      String error) {
    public StepTaken {
      facts = Map.copyOf(facts);
    }
  }

  public enum Outcome {
    DONE,
    FAILED,
    /// Its process ended before it did.
    CUT_OFF,
    UNDER_WAY
  }

  /// @param what `cutover`, `rollback`, or the rehearsal of one
  /// @param outcome for people
  /// @param heldNanos how long new transactions waited; 0 where nobody was there to measure it
  /// @param phases how long each part took, in nanoseconds, in their order
  public record SwitchTried(
      int number,
      String what,
      Instant began,
      String outcome,
      long heldNanos,
      Map<String, Long> phases) {
    public SwitchTried {
      phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    }
  }

  /// @param tables the last verdict of each
  /// @param differed rows that were told as different, over all comparisons; at most ten of a table
  ///   each time
  /// @param repaired rows that were written over
  public record Compared(List<TableCompared> tables, long differed, long repaired) {
    public Compared {
      tables = List.copyOf(tables);
    }
  }

  public record TableCompared(TableName table, long rows, long drift, long unsettled, Instant at) {}

  /// @param plan the digest of what was meant, as short as people read it
  /// @param given or refused
  public record Approved(Instant at, String by, StepName step, String plan, boolean given) {}

  /// What lies outside of the report, by which one can see whether somebody else means the same:
  /// `crossfade plan` shows the digest of a plan too.
  ///
  /// @param at since when it counts
  /// @param sha256 64 hexadecimal digits
  public record Artifact(String what, Instant at, String sha256) {}

  public record Remark(Instant at, String text) {}

  /// @param rowsCopied 0 before the copy has ended
  /// @param switchesMade cutovers and rollbacks
  /// @param heldNanos how long new transactions waited, over all switches that were made
  /// @param available the share of the time in which no transaction waited, up to 1
  /// @param rollbackMillis how long the last rollback took as a whole; null where there was none
  /// @param pausedMillis how long people had paused it
  /// @param drift each verdict that was not clean, and the clean one that came after it
  /// @param before transactions of the applications before the first cutover
  /// @param after those since, while the target was authoritative
  public record Success(
      long rowsCopied,
      int switchesMade,
      long heldNanos,
      double available,
      @Nullable Long rollbackMillis,
      long pausedMillis,
      List<TableCompared> drift,
      Served before,
      Served after) {
    public Success {
      drift = List.copyOf(drift);
    }

    /// How much longer transactions take than before, as a share; null where one is not known.
    public @Nullable Double slower() {
      return before.millis() == null || after.millis() == null || before.millis() == 0
          ? null
          : after.millis() / before.millis() - 1;
    }

    /// How much larger the share is of those that fail; null where one is not known.
    public @Nullable Double moreFailed() {
      return before.failedShare() == null || after.failedShare() == null
          ? null
          : after.failedShare() - before.failedShare();
    }
  }

  /// Transactions of the applications, as their routers have told.
  ///
  /// @param failedShare of them; null where there were none
  /// @param millis how long they took on average; null where there were none
  public record Served(long transactions, @Nullable Double failedShare, @Nullable Double millis) {
    static final Served NONE = new Served(0, null, null);
  }
}

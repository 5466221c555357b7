package io.crossfade.engine;

import io.crossfade.engine.MigrationEvent.Rehearsed;
import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.engine.gates.GateState;
import io.crossfade.engine.routes.LedgerView;
import io.crossfade.engine.routes.Told;
import io.crossfade.engine.steps.CopyRows;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.LedgerCount;
import io.crossfade.model.PinnedSession;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How a migration is doing: what `status`, the live view and the JSON output show.
public record Status(
    Where where,
    Copying copy,
    Following follow,
    Comparing compare,
    Traffic traffic,
    Gating gating,
    Outlook outlook) {

  /// The same of a migration that was carried on here until this stopped it.
  public Status stoppedFor(CrossfadeException why) {
    return new Status(
        where,
        copy,
        follow,
        compare,
        traffic,
        gating,
        outlook.stoppedFor(why.code() + ": " + why.getMessage()));
  }

  /// @param step the step under way; null between steps
  /// @param running whether a process carries the migration on; else the rest is what was last
  ///   recorded
  public record Where(String migration, Phase phase, @Nullable StepName step, boolean running) {}

  /// @param rows copied so far
  /// @param totalRows the source's estimate
  /// @param rowsPerSecond now, not on average
  /// @param etaSeconds a guess; null where there is nothing to guess from
  public record Copying(
      long rows,
      long totalRows,
      double rowsPerSecond,
      int chunks,
      int totalChunks,
      @Nullable Long etaSeconds) {
    public static final Copying NONE = new Copying(0, 0, 0, 0, 0, null);

    /// What was copied by a process that is gone.
    static Copying recorded(Progress progress) {
      long rows = number(progress, CopyRows.ROWS);
      int chunks = (int) number(progress, CopyRows.CHUNKS);
      return new Copying(rows, rows, 0, chunks, chunks, null);
    }

    private static long number(Progress progress, String fact) {
      return progress.fact(StepName.BACKFILL, fact).map(Long::parseLong).orElse(0L);
    }
  }

  /// @param lagBytes of the log, or the engine's nearest measure, not applied yet; null where
  ///   unknown
  /// @param lagMillis the age of the newest applied change while there is more; null where unknown
  public record Following(
      boolean streaming, @Nullable Long lagBytes, @Nullable Long lagMillis, long changesApplied) {
    public static final Following NONE = new Following(false, null, null, 0);
  }

  /// The sum of the last verdicts.
  ///
  /// @param compared rows that this process has compared, over all comparisons
  public record Comparing(int tables, long rows, long drift, long unsettled, long compared) {
    public static final Comparing NONE = new Comparing(0, 0, 0, 0, 0);

    static Comparing of(Collection<VerdictReached> verdicts, long compared) {
      return new Comparing(
          verdicts.size(),
          verdicts.stream().mapToLong(VerdictReached::rows).sum(),
          verdicts.stream().mapToLong(VerdictReached::drift).sum(),
          verdicts.stream().mapToLong(VerdictReached::unsettled).sum(),
          compared);
    }
  }

  /// @param routers how many are subscribed
  /// @param rollback whether the way back is open
  /// @param rehearsed the last rehearsal of a switch; null before the first
  /// @param response how soon databases and applications answer
  /// @param rollout null where no step of it is under way
  /// @param ledger what routers have told of theirs
  /// @param pinned sessions of gateways that cannot follow when writes move, as they were found
  ///   before the last switch or rehearsal, and are still there
  public record Traffic(
      Route route,
      Side authoritative,
      int routers,
      Readiness rollback,
      @Nullable Rehearsed rehearsed,
      Response response,
      @Nullable RollingOut rollout,
      Ledger ledger,
      List<PinnedSession> pinned) {
    private static final int MOST_NAMED = 3;

    public Traffic {
      pinned = List.copyOf(pinned);
    }

    /// Where nobody measures.
    public Traffic(
        Route route,
        Side authoritative,
        int routers,
        Readiness rollback,
        @Nullable Rehearsed rehearsed) {
      this(
          route,
          authoritative,
          routers,
          rollback,
          rehearsed,
          Response.UNKNOWN,
          null,
          Ledger.NONE,
          List.of());
    }

    /// What happens to the pinned sessions, for people; empty where there are none.
    public Optional<String> whoIsCutOff() {
      if (pinned.isEmpty()) {
        return Optional.empty();
      }
      int more = pinned.size() - MOST_NAMED;
      return Optional.of(
          "when writes move, %s: %s%s"
              .formatted(
                  pinned.size() == 1 ? "1 session ends" : pinned.size() + " sessions end",
                  pinned.stream()
                      .limit(MOST_NAMED)
                      .map(PinnedSession::toString)
                      .collect(Collectors.joining("; ")),
                  more > 0 ? "; and %d more".formatted(more) : ""));
    }
  }

  /// Dual writes that have not arrived on the other side, and answers that differ, as the routers
  /// tell; see docs/ledger.md.
  ///
  /// @param pending items that are newer on one side
  /// @param apart how many of them are not tried again by themselves
  /// @param mismatches answers that differ
  /// @param lost routers that are gone, and had something in their ledgers
  /// @param stores the same by store
  public record Ledger(
      long pending,
      long apart,
      long oldestMillis,
      long mismatches,
      int lost,
      List<LedgerCount> stores) {
    public static final Ledger NONE = new Ledger(0, 0, 0, 0, 0, List.of());

    public Ledger {
      stores = List.copyOf(stores);
    }

    static Ledger of(List<Told> told) {
      LedgerView all = LedgerView.of(told);
      return new Ledger(
          all.pending(),
          all.apart(),
          all.oldestMillis(),
          all.mismatched(),
          (int) told.stream().filter(one -> one.lost() && one.pending() > 0).count(),
          all.stores());
    }
  }

  /// The step of the rollout that is under way.
  ///
  /// @param number counts the steps, from 1
  /// @param does what the step does, in the manifest's words
  /// @param next what the one after it does; null where it is the last
  public record RollingOut(int number, int of, String does, @Nullable String next, Instant since) {
    static @Nullable RollingOut of(Progress progress) {
      RolloutPlace at = progress.rollout();
      return at == null
          ? null
          : new RollingOut(
              at.number(), at.of(), at.does(), at.next().isEmpty() ? null : at.next(), at.since());
    }
  }

  /// Each is null where it is not known, or where there was none.
  ///
  /// @param sourceMillis how long the source takes to answer a question of ours
  /// @param transactionMillis how long transactions of the applications took lately, on average, as
  ///   their routers tell
  /// @param failedShare how many of them failed lately, 0 to 1
  public record Response(
      @Nullable Double sourceMillis,
      @Nullable Double targetMillis,
      @Nullable Double transactionMillis,
      @Nullable Double failedShare) {
    public static final Response UNKNOWN = new Response(null, null, null, null);
  }

  /// @param approvals what needs the approval of people, and how far that is
  /// @param bake null where there is none
  /// @param unusual what is far from what was usual of it lately, for people
  public record Gating(
      List<Gated> gates, List<Approval> approvals, @Nullable Baking bake, List<String> unusual) {
    public static final Gating NONE = new Gating(List.of(), List.of(), null, List.of());

    public Gating {
      gates = List.copyOf(gates);
      approvals = List.copyOf(approvals);
      unusual = List.copyOf(unusual);
    }
  }

  /// A gate that is measured; see docs/gates.md.
  ///
  /// @param value what was measured last; null where there was no number
  /// @param condition in the manifest's words
  /// @param since when the state is as it is; null before it was looked at
  /// @param asked whether its time has come
  /// @param text what was measured and what is wanted, for people
  public record Gated(
      String name,
      GateState state,
      @Nullable Double value,
      String condition,
      @Nullable Instant since,
      boolean asked,
      String text) {}

  /// What a step needs of people before it may begin; see docs/approvals.md.
  ///
  /// @param plan the digest of the plan as it is now: what an approval is for
  /// @param needed how many have to approve it
  /// @param from whose approval counts; empty for every approver
  /// @param askedBy null where nobody has asked
  /// @param given who has approved it, and counts still
  /// @param refusedBy null where nobody has refused what was asked for
  /// @param open whether it may begin
  /// @param text the same for people
  public record Approval(
      StepName step,
      String plan,
      int needed,
      List<String> from,
      @Nullable String askedBy,
      List<String> given,
      @Nullable String refusedBy,
      boolean open,
      String text) {
    public Approval {
      from = List.copyOf(from);
      given = List.copyOf(given);
    }

    /// Whether somebody has asked for it, and nobody has refused that.
    public boolean isAsked() {
      return askedBy != null && refusedBy == null;
    }

    /// Whether somebody waits for others to approve it.
    public boolean isAwaited() {
      return isAsked() && !open;
    }
  }

  /// The time after the cutover in which the gates are asked.
  ///
  /// @param until when it is over at the earliest; null where only its beginning is known
  /// @param failed the gate for which it is rolled back; null where there is none
  public record Baking(
      Instant since, @Nullable Instant until, boolean over, @Nullable String failed) {}

  /// @param whyNot empty when ready
  public record Readiness(boolean ready, List<String> whyNot) {
    public Readiness {
      whyNot = List.copyOf(whyNot);
    }
  }

  /// @param setting what a person has said
  /// @param rowsPerSecond the present limit; null where there is none, or nothing to slow
  /// @param because what a database does not bear now, or did not seconds ago; null where it is
  ///   none of them
  public record Throttled(
      PaceSetting setting, @Nullable Long rowsPerSecond, @Nullable String because) {}

  /// The calendar, where it keeps the step waiting that would be next.
  ///
  /// @param until when it opens; null for never
  /// @param text the same for people, with the reason
  public record Closed(StepName step, @Nullable Instant until, String text) {}

  /// @param waitsFor what a person is waited for, such as `cutover`; null when nobody is
  /// @param paused null while it is not
  /// @param throttled how fast copy and comparison may go
  /// @param closed null while the calendar is open, and while nothing that it binds could be next
  /// @param lastError code and message of what stands in the way now; null when nothing does
  public record Outlook(
      @Nullable String waitsFor,
      @Nullable Pause paused,
      Throttled throttled,
      @Nullable Closed closed,
      @Nullable String lastError,
      List<NextStep> nextSteps) {
    public Outlook {
      nextSteps = List.copyOf(nextSteps);
    }

    private Outlook stoppedFor(String error) {
      return new Outlook(waitsFor, paused, throttled, closed, error, nextSteps);
    }
  }
}

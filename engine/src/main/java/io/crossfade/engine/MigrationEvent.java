package io.crossfade.engine;

import io.crossfade.engine.gates.GateState;
import io.crossfade.engine.manifest.GateRule.Reaction;
import io.crossfade.engine.shape.Due;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.Route;
import io.crossfade.model.RowDifference;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What has happened to a migration. Its state is a fold over these; see [MigrationState].
///
/// Events outlive the version that wrote them: a component is never renamed or given another
/// meaning.
public sealed interface MigrationEvent {

  /// @param manifestDigest what it moves, see [io.crossfade.engine.manifest.WhatMoves]
  record MigrationCreated(String manifestDigest, String crossfadeVersion)
      implements MigrationEvent {}

  /// A process took the migration over.
  record ProcessStarted(long lease, long pid, String host) implements MigrationEvent {}

  /// The store is an older copy: the databases have seen a newer lease of it than it remembers.
  /// What was recorded after the copy was made is lost, verdicts among it.
  ///
  /// @param lease that the store gave out
  /// @param seen the newest that a database has seen
  record StoreRestored(long lease, long seen) implements MigrationEvent {}

  record StepStarted(StepName step) implements MigrationEvent {}

  /// @param facts what later steps and people want to know, such as the position where a stream
  ///   begins
  record StepFinished(StepName step, Map<String, String> facts) implements MigrationEvent {
    public StepFinished {
      facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }
  }

  /// A table of the source was changed, or is to be copied anew: from now on it is moved as it is
  /// now.
  ///
  /// @param due what the target needs for that
  /// @param known the table, see [io.crossfade.engine.shape.KnownTable]
  /// @param what for people
  record TableTakenUp(TableName table, Due due, String known, String what)
      implements MigrationEvent {}

  /// The target's table is as it has to be.
  record TableFollowed(TableName table) implements MigrationEvent {}

  record StepFailed(StepName step, ErrorCode errorCode, String message) implements MigrationEvent {}

  /// What the step had made is gone again.
  record StepUndone(StepName step) implements MigrationEvent {}

  record RoutePublished(Route route) implements MigrationEvent {}

  /// @param number counts the switches of a migration, from 1
  record SwitchStarted(int number, Side from, Side to, long deadlineMillis)
      implements MigrationEvent {}

  /// The rollout has come to one of its steps: those before are taken.
  ///
  /// @param number counts the steps, from 1
  /// @param of how many there are
  /// @param does what it does, in the manifest's words
  /// @param next what the one after it does; empty where there is none
  /// @param since as ISO 8601 in UTC
  record RolloutStepBegun(int number, int of, String does, String next, String since)
      implements MigrationEvent {}

  record SwitchDecided(int number, Decision decision, String reason) implements MigrationEvent {}

  /// As [SwitchStarted], of a switch that can only end with ABORT.
  record RehearsalStarted(int number, Side from, Side to, long deadlineMillis)
      implements MigrationEvent {}

  /// @param phases how long each part of the switch took, in nanoseconds, in their order
  record SwitchFinished(int number, Map<String, Long> phases) implements MigrationEvent {
    public SwitchFinished {
      phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    }
  }

  /// What a rehearsal has shown.
  ///
  /// @param from the side that was written, and stayed it
  /// @param passed whether nothing but its being a rehearsal kept it from a FLIP
  /// @param heldNanos how long new transactions waited
  /// @param refusals what would have kept the gates before the real switch closed
  record Rehearsed(
      int number, Side from, boolean passed, String reason, long heldNanos, List<String> refusals)
      implements MigrationEvent {
    public Rehearsed {
      refusals = List.copyOf(refusals);
    }
  }

  /// @param since as ISO 8601 in UTC
  record Paused(String by, String since, String reason) implements MigrationEvent {}

  record Resumed(String by) implements MigrationEvent {}

  /// A server kept more log for a stream than it may: it keeps it no longer, and the stream cannot
  /// go on.
  ///
  /// @param kept bytes
  /// @param limit of the manifest, in bytes
  record LogGivenUp(Direction direction, long kept, long limit) implements MigrationEvent {
    public String text() {
      return "the log for the %s stream was given up: the %s kept %d MB, and throttle.keptLog is %d MB"
          .formatted(direction, direction.from(), kept >> 20, limit >> 20);
    }
  }

  /// A standby was promoted and has taken a server's place. It may lack what that one had committed
  /// last.
  ///
  /// @param was which server it was, see [io.crossfade.engine.KnownServer]
  /// @param is which one it is now
  /// @param lost the streams that cannot go on: their logs ended with that server, or what is
  ///   written has fallen behind them
  record FailedOver(Side side, String was, String is, List<Direction> lost)
      implements MigrationEvent {
    public FailedOver {
      lost = List.copyOf(lost);
    }

    public String text() {
      return "the %s was failed over to a standby, which may lack what was committed last: it was %s, and is %s"
          .formatted(side, was, is);
    }
  }

  /// A person has said how fast copy and comparison may go; see [PaceSetting].
  record ThrottleSet(String by, PaceSetting.Mode mode, long rowsPerSecond)
      implements MigrationEvent {}

  /// The target is left without what it had acknowledged and not sent back. Nobody knows how the
  /// sides differ until they are compared anew.
  ///
  /// @param position the target's position up to which everything came back, encoded; `unknown`
  /// @param since the commit time of the last transaction that did; `unknown`
  record TargetGivenUp(String position, String since) implements MigrationEvent {}

  /// Somebody who is not Crossfade wrote the side that is fenced. Nobody knows how the sides differ
  /// until they are compared anew. Recorded for the first such transaction after a verdict only.
  ///
  /// @param transaction its number in the log of that side
  /// @param committed by the clock of that side
  /// @param tables which it wrote, by their names on that side
  record FencedSideWritten(Side side, long transaction, String committed, List<TableName> tables)
      implements MigrationEvent {
    public FencedSideWritten {
      tables = List.copyOf(tables);
    }
  }

  /// @param table by its name on the target, whichever side was the measure
  /// @param position the authoritative side's position up to which it is known to hold, encoded
  record VerdictReached(TableName table, long rows, long drift, long unsettled, String position)
      implements MigrationEvent {
    public boolean isClean() {
      return drift == 0 && unsettled == 0;
    }
  }

  /// A process was started with a manifest by which other values are equal: what was compared
  /// before says nothing any more.
  ///
  /// @param columns that are not compared exactly, each with its rule
  record EqualityChanged(List<String> columns) implements MigrationEvent {
    public EqualityChanged {
      columns = List.copyOf(columns);
    }
  }

  /// One of the first rows that a comparison has found different.
  ///
  /// @param table by its name on the target, whichever side was the measure
  /// @param side that follows
  /// @param columns that differ; empty unless `kind` is CHANGED
  record RowDiffers(
      TableName table, Key key, RowDifference.Kind kind, Side side, List<String> columns)
      implements MigrationEvent {
    public RowDiffers {
      columns = List.copyOf(columns);
    }

    /// For people.
    public String text() {
      return "drift: %s key %s is %s on the %s%s"
          .formatted(table, key, kind, side.spelled(), columns.isEmpty() ? "" : " in " + columns);
    }
  }

  /// @param table by its name on the target, whichever side was written
  record RowRepaired(TableName table, Key key, RowDifference.Kind kind) implements MigrationEvent {}

  /// What `repair` has mended.
  record Mended(String what, String where, String done) implements MigrationEvent {}

  record GateRefused(String gate, String reason) implements MigrationEvent {}

  /// What came of the transactions of applications since this was recorded last, as their routers
  /// tell.
  ///
  /// @param side that was authoritative meanwhile
  /// @param ended all of them
  /// @param failed those among them that failed, or could not begin
  /// @param busyNanos how long they took together
  record TrafficCounted(Side side, long ended, long failed, long busyNanos)
      implements MigrationEvent {}

  /// What was usual of a metric before any traffic moved.
  ///
  /// @param value of a share that of all that was counted, of everything else the median
  /// @param since as ISO 8601 in UTC, when the first of the samples was taken
  record BaselineMeasured(String metric, double value, int samples, String since)
      implements MigrationEvent {}

  /// After a cutover the gates are asked for a while.
  ///
  /// @param since as ISO 8601 in UTC
  record BakeStarted(String since) implements MigrationEvent {}

  /// The gates have passed to the end of the bake.
  record BakeEnded(String reason) implements MigrationEvent {}

  /// A gate has failed, or nobody can say whether it does, where traffic has moved.
  ///
  /// @param value what was measured last; `none` where there was no number
  /// @param condition of the manifest
  /// @param text both for people
  /// @param does what follows
  record GateActed(
      String gate, GateState state, String value, String condition, String text, Reaction does)
      implements MigrationEvent {}

  /// What a gate has asked for, see [GateActed], is wanted no more.
  ///
  /// @param by who has revoked it; `crossfade` where nobody had to
  /// @param why for people
  record ReactionRevoked(String by, String gate, String why) implements MigrationEvent {}

  /// A metric is far from what was usual of it lately. It changes nothing.
  ///
  /// @param usual the median of before
  /// @param spread how far it usually is from that
  record AnomalySeen(String metric, double value, double usual, double spread)
      implements MigrationEvent {
    public String text() {
      return String.format(
          Locale.ROOT,
          "unusual: %s is %.4g, and was about %.4g (give or take %.3g)",
          metric,
          value,
          usual,
          spread);
    }
  }

  /// Somebody wants a step to begin that needs the approval of others.
  ///
  /// @param plan the digest of the plan that is meant, see
  ///   [io.crossfade.engine.approvals.PlanDigest]
  /// @param needed how many have to approve it
  /// @param at as ISO 8601 in UTC
  record ApprovalAsked(StepName step, String plan, int needed, String by, String at)
      implements MigrationEvent {}

  /// @param plan the digest of the plan that was approved
  /// @param at as ISO 8601 in UTC
  /// @param until when it does not count any more, as ISO 8601 in UTC
  record ApprovalGiven(StepName step, String plan, String by, String at, String until)
      implements MigrationEvent {}

  /// What others have approved of it is void.
  record ApprovalRefused(StepName step, String plan, String by, String reason)
      implements MigrationEvent {}

  /// Something a person reading the log should know; it changes no state.
  record Noted(String message) implements MigrationEvent {}

  record MigrationEnded(Outcome outcome) implements MigrationEvent {}

  enum Outcome {
    CLEANED,
    ABORTED
  }
}

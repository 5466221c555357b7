package io.crossfade.server.alerts;

import io.crossfade.engine.Decision;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.MigrationState;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.approvals.PlanDigest;
import io.crossfade.engine.report.Redaction;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes the messages of events.
final class Templates {
  private static final int LONGEST = 1_000;

  private final Redaction redaction;

  private record Said(Message.Kind kind, String title, String text) {}

  /// @param secrets those of the channels, which are in no message whatever an event holds
  Templates(List<Secret> secrets) {
    this.redaction = new Redaction(secrets);
  }

  /// @param before the state before the event
  List<Message> of(MigrationState before, Recorded recorded, MigrationState after) {
    List<Said> said = new ArrayList<>();
    told(recorded.event(), before).ifPresent(said::add);
    if (after.phase() != before.phase() && !after.phase().isEnd()) {
      said.add(phase(after.phase()));
    }
    return said.stream().map(each -> message(recorded, each)).toList();
  }

  private Optional<Said> told(MigrationEvent event, MigrationState before) {
    return Optional.ofNullable(
        switch (event) {
          case MigrationEvent.MigrationCreated e ->
              new Said(
                  Message.Kind.STARTED,
                  "has begun",
                  "Crossfade %s carries it on.".formatted(e.crossfadeVersion()));
          case MigrationEvent.MigrationEnded e ->
              new Said(
                  Message.Kind.DONE,
                  e.outcome() == MigrationEvent.Outcome.CLEANED
                      ? "is done: the target is in use, and the old side stays fenced"
                      : "was given up: the source is as it was",
                  "");
          case MigrationEvent.StepFailed e ->
              warning("%s failed (%s)".formatted(e.step().spelled(), e.errorCode()), e.message());
          case MigrationEvent.SwitchDecided e -> decided(e, before);
          case MigrationEvent.GateRefused e ->
              warning("gate %s refused".formatted(e.gate()), e.reason());
          case MigrationEvent.GateActed e ->
              warning(
                  "gate %s %s".formatted(e.gate(), e.state().name().toLowerCase(Locale.ROOT)),
                  e.text());
          case MigrationEvent.ReactionRevoked e ->
              new Said(
                  Message.Kind.PHASE,
                  "is not held up by gate %s any more".formatted(e.gate()),
                  "%s: %s".formatted(e.by(), e.why()));
          case MigrationEvent.AnomalySeen e -> warning("something is unusual", e.text());
          case MigrationEvent.LogGivenUp e -> warning("a log was given up", e.text());
          case MigrationEvent.FailedOver e ->
              warning("the %s was failed over".formatted(name(e.side())), e.text());
          case MigrationEvent.StoreRestored _ ->
              warning(
                  "goes on with an older copy of its store",
                  "What was recorded after the copy was made is lost, verdicts among it.");
          case MigrationEvent.FencedSideWritten e ->
              warning(
                  "somebody else wrote the fenced %s".formatted(name(e.side())),
                  "Nobody knows how the sides differ until they are compared anew.");
          case MigrationEvent.TargetGivenUp e ->
              warning(
                  "the target was given up",
                  "What it acknowledged after %s has not come back.".formatted(e.since()));
          case MigrationEvent.VerdictReached e ->
              e.drift() == 0
                  ? null
                  : warning(
                      "drift: %d of %d rows of %s differ".formatted(e.drift(), e.rows(), e.table()),
                      "");
          case MigrationEvent.Paused e ->
              new Said(Message.Kind.PHASE, "was paused by " + e.by(), e.reason());
          case MigrationEvent.ApprovalAsked e ->
              new Said(
                  Message.Kind.WARNING,
                  "needs approval of " + e.step().spelled(),
                  "%s has asked for it; %d have to approve plan %s: `crossfade approve --step %s`, or on the dashboard."
                      .formatted(
                          e.by(), e.needed(), PlanDigest.brief(e.plan()), e.step().spelled()));
          case MigrationEvent.ApprovalGiven e ->
              new Said(
                  Message.Kind.PHASE,
                  "%s was approved by %s".formatted(e.step().spelled(), e.by()),
                  "It counts until %s.".formatted(e.until()));
          case MigrationEvent.ApprovalRefused e ->
              new Said(
                  Message.Kind.WARNING,
                  "%s was refused by %s".formatted(e.step().spelled(), e.by()),
                  e.reason());
          case MigrationEvent.Resumed e ->
              new Said(Message.Kind.PHASE, "was resumed by " + e.by(), "");
          case MigrationEvent.ProcessStarted _,
              MigrationEvent.StepStarted _,
              MigrationEvent.StepFinished _,
              MigrationEvent.TableTakenUp _,
              MigrationEvent.TableFollowed _,
              MigrationEvent.StepUndone _,
              MigrationEvent.RoutePublished _,
              MigrationEvent.SwitchStarted _,
              MigrationEvent.RehearsalStarted _,
              MigrationEvent.SwitchFinished _,
              MigrationEvent.Rehearsed _,
              MigrationEvent.ThrottleSet _,
              MigrationEvent.EqualityChanged _,
              MigrationEvent.RowDiffers _,
              MigrationEvent.RowRepaired _,
              MigrationEvent.Mended _,
              MigrationEvent.BaselineMeasured _,
              MigrationEvent.TrafficCounted _,
              MigrationEvent.RolloutStepBegun _,
              MigrationEvent.BakeStarted _,
              MigrationEvent.BakeEnded _,
              MigrationEvent.Noted _ ->
              null;
        });
  }

  /// That a cutover was made is told as its phase.
  private static @Nullable Said decided(MigrationEvent.SwitchDecided e, MigrationState before) {
    var open = before.switches().open();
    if (open == null || open.rehearsal()) {
      return null;
    }
    if (e.decision() == Decision.ABORT) {
      return warning(
          "%s was called off; everything is as before".formatted(open.step().spelled()),
          e.reason());
    }
    return open.to() == Side.SOURCE
        ? new Said(
            Message.Kind.ROLLED_BACK,
            "was rolled back: reads and writes go to the source",
            e.reason())
        : null;
  }

  private static Said warning(String title, String text) {
    return new Said(Message.Kind.WARNING, title, text);
  }

  private static Said phase(Phase phase) {
    String text =
        switch (phase) {
          case NEW -> "nothing has been done yet";
          case PREPARED -> "both sides are checked";
          case BACKFILLED -> "every row is copied";
          case FOLLOWING -> "the target follows";
          case FINISHED -> "indexes and constraints are there";
          case VERIFIED -> "the comparison was clean";
          case READS_SHIFTED -> "reads go to the target";
          case CUT_OVER -> "the target is written; the source follows it";
          case ROLLED_BACK -> "the source is written again";
          case CLEANED, ABORTED -> "it has ended";
        };
    return new Said(Message.Kind.PHASE, "is " + phase + ": " + text, "");
  }

  private Message message(Recorded recorded, Said said) {
    return new Message(
        "%s-%d-%s".formatted(recorded.migration(), recorded.seq(), said.kind().spelled()),
        said.kind(),
        recorded.migration(),
        recorded.at(),
        line("Migration %s %s".formatted(recorded.migration(), said.title())),
        text(said.text()));
  }

  private String line(String text) {
    return text(text).replace('\n', ' ');
  }

  /// Names come from databases, and may be made to move a terminal's cursor.
  private String text(String text) {
    String plain = redaction.text(text).replaceAll("[\\p{Cntrl}&&[^\\n]]|[\\u202a-\\u202e]", " ");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "...";
  }

  private static String name(Side side) {
    return side.name().toLowerCase(Locale.ROOT);
  }
}

package io.crossfade.dashboard;

import io.crossfade.engine.Figures;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a migration is and why it waits, in one sentence that one reads from across the room.
///
/// @param why what it waits for, or what is being done
/// @param percent how far what is being done is; null where nobody can say
/// @param asides what else one should know
public record Now(
    Tone tone, String headline, String why, @Nullable Integer percent, List<String> asides) {
  public Now {
    asides = List.copyOf(asides);
  }

  private Now(Tone tone, String headline, String why) {
    this(tone, headline, why, null, List.of());
  }

  static Now of(Status status) {
    Now now = sentence(status);
    return new Now(
        now.tone(), now.headline(), now.why(), percent(status), asides(status, now.tone()));
  }

  /// The first of these that is so: what has stopped says more than what it has stopped in.
  private static Now sentence(Status status) {
    Status.Outlook outlook = status.outlook();
    Status.Where where = status.where();
    if (where.phase().isEnd()) {
      return ended(where.phase());
    }
    if (outlook.lastError() != null) {
      return new Now(
          Tone.BAD,
          where.running() ? "Something stands in the way" : "Stopped",
          outlook.lastError());
    }
    if (!where.running()) {
      return new Now(
          Tone.WARNS,
          "Not carried on here",
          String.join(". ", status.traffic().rollback().whyNot()) + ".");
    }
    if (outlook.paused() != null) {
      String reason = outlook.paused().reason();
      return new Now(
          Tone.WAITS,
          "Paused",
          "Paused by %s since %s%s. The streams go on."
              .formatted(
                  outlook.paused().by(),
                  outlook.paused().since(),
                  reason.isEmpty() ? "" : ": " + reason));
    }
    // a step that was refused stays the current one, and nobody is at it
    if (where.step() != null && outlook.waitsFor() == null) {
      return new Now(Tone.RUNS, underWay(where.step()), doing(where.step(), status));
    }
    Optional<Status.Approval> awaited =
        status.gating().approvals().stream().filter(Status.Approval::isAwaited).findFirst();
    if (awaited.isPresent()) {
      return new Now(
          Tone.WAITS,
          "Waits for approval",
          "%s: %s.".formatted(awaited.get().step().spelled(), awaited.get().text()));
    }
    if (outlook.closed() != null) {
      return new Now(Tone.WAITS, "Waits for the calendar", outlook.closed().text());
    }
    return outlook.waitsFor() == null
        ? new Now(Tone.RUNS, "Goes on", "The next step begins by itself.")
        : waiting(status, outlook.waitsFor());
  }

  private static Now ended(Phase phase) {
    return phase == Phase.CLEANED
        ? new Now(Tone.GOOD, "Done", "The target is the database now. Nothing of ours is left.")
        : new Now(
            Tone.PLAIN, "Given up", "The source is as it was. Nothing of ours is left on it.");
  }

  private static Now waiting(Status status, String verb) {
    long drift = status.compare().drift();
    if (drift > 0) {
      return new Now(
          Tone.WARNS,
          drift == 1 ? "1 row differs" : Figures.count(drift) + " rows differ",
          "No switch is made until they are the same again: see below which they are, and verify and repair.");
    }
    return switch (status.where().phase()) {
      case CUT_OVER ->
          new Now(
              Tone.GOOD,
              "The target is live",
              "Watch it as long as you like: the way back stays open until the cleanup.");
      case ROLLED_BACK ->
          new Now(
              Tone.WAITS,
              "Back on the source",
              "The target follows again. Another cutover waits for a person's word.");
      case VERIFIED, READS_SHIFTED ->
          new Now(
              Tone.WAITS,
              "Ready for the cutover",
              "Everything is copied and compared. The cutover waits for a person's word.");
      case NEW, PREPARED, BACKFILLED, FOLLOWING, FINISHED, CLEANED, ABORTED ->
          new Now(Tone.WAITS, "Waits for you", "It waits for a person: " + verb + ".");
    };
  }

  private static String underWay(StepName step) {
    return switch (step) {
      case PREPARE -> "Preparing";
      case BACKFILL -> "Copying rows";
      case CATCH_UP -> "Catching up";
      case FINISH -> "Building indexes and constraints";
      case VERIFY -> "Comparing both sides";
      case SHIFT_READS -> "Moving reads";
      case CUTOVER -> "Cutting over";
      case BAKE -> "Watching the target";
      case CLEANUP -> "Cleaning up";
      case ROLLBACK -> "Rolling back";
      case ABORT -> "Giving up";
      case REHEARSE -> "Rehearsing the switch";
    };
  }

  private static String doing(StepName step, Status status) {
    Status.Copying copy = status.copy();
    if (step != StepName.BACKFILL || copy.totalRows() == 0) {
      return "It " + step.does() + ".";
    }
    return "%s of about %s rows%s."
        .formatted(
            Figures.count(copy.rows()),
            Figures.count(copy.totalRows()),
            copy.etaSeconds() == null
                ? ""
                : ", about " + Figures.seconds(copy.etaSeconds()) + " left");
  }

  private static @Nullable Integer percent(Status status) {
    boolean copies = status.where().step() == StepName.BACKFILL && status.copy().totalRows() > 0;
    return copies ? Figures.percent(status.copy().rows(), status.copy().totalRows()) : null;
  }

  private static List<String> asides(Status status, Tone tone) {
    List<String> asides = new ArrayList<>();
    Status.Outlook outlook = status.outlook();
    if (status.traffic().route().held()) {
      asides.add("New transactions wait for the switch.");
    }
    status.traffic().whoIsCutOff().ifPresent(who -> asides.add("Behind the gateway, " + who + "."));
    if (outlook.throttled().because() != null) {
      asides.add("Slowed down: " + outlook.throttled().because() + ".");
    }
    if (outlook.closed() != null && tone != Tone.WAITS) {
      asides.add(outlook.closed().text());
    }
    boolean isSaid = tone == Tone.WARNS;
    if (status.compare().drift() > 0 && !isSaid) {
      asides.add(
          Figures.count(status.compare().drift()) + " rows differ: see below which they are.");
    }
    return asides;
  }
}

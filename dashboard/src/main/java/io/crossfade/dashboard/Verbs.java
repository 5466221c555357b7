package io.crossfade.dashboard;

import io.crossfade.engine.NextStep;
import io.crossfade.engine.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a person can do now: the engine says what is legal, and nothing else is offered.
///
/// @param back the way back; null while there is nothing to go back from
/// @param whyNotBack what keeps the way back closed, or would
/// @param others what is offered on the command line only
public record Verbs(
    List<Verb> verbs, @Nullable Verb back, List<String> whyNotBack, List<NextStep> others) {

  public Verbs {
    verbs = List.copyOf(verbs);
    whyNotBack = List.copyOf(whyNotBack);
    others = List.copyOf(others);
  }

  static Verbs of(Status status) {
    List<Verb> verbs = new ArrayList<>();
    List<NextStep> others = new ArrayList<>();
    for (NextStep next : status.outlook().nextSteps()) {
      verb(next, status).ifPresentOrElse(verbs::add, () -> others.add(next));
    }
    if (mayPause(status)) {
      verbs.add(
          verb("pause", "Pause", "stops what loads the databases and may wait; the streams go on"));
    }
    Verb back =
        verbs.stream().filter(verb -> verb.kind() == Verb.Kind.BACK).findFirst().orElse(null);
    return new Verbs(
        sorted(verbs),
        back == null ? null : back.saying(status.traffic().rollback().whyNot()),
        status.traffic().rollback().whyNot(),
        others);
  }

  /// What everything waits for first, what ends something last.
  private static List<Verb> sorted(List<Verb> verbs) {
    return Stream.of(Verb.Kind.MAIN, Verb.Kind.PLAIN, Verb.Kind.GRAVE)
        .flatMap(kind -> verbs.stream().filter(verb -> verb.kind() == kind))
        .toList();
  }

  private static boolean mayPause(Status status) {
    return status.where().running()
        && status.outlook().paused() == null
        && !status.where().phase().isEnd();
  }

  private static Optional<Verb> verb(NextStep next, Status status) {
    String does = next.does();
    return Optional.ofNullable(
        switch (next.command()) {
          case "cutover" -> cutover(does, status);
          case "rollback" ->
              new Verb("rollback", "Rollback", does, List.of(), Verb.Kind.BACK, false);
          case "rollback --accept-loss" ->
              new Verb(
                  "rollback?acceptLoss=true",
                  "Rollback, accepting loss",
                  does,
                  List.of("What the target acknowledged and has not sent back is lost."),
                  Verb.Kind.GRAVE,
                  true);
          case "abort" ->
              new Verb(
                  "abort",
                  "Abort",
                  does,
                  List.of("What was copied is dropped. The migration would have to begin anew."),
                  Verb.Kind.GRAVE,
                  true);
          case "cleanup" ->
              new Verb(
                  "cleanup",
                  "Cleanup",
                  does,
                  List.of("This is the point of no return: afterwards nobody can roll back."),
                  Verb.Kind.GRAVE,
                  true);
          case "verify" -> verify(does, status);
          case "rehearse" -> verb("rehearse", "Rehearse", does);
          case "repair" -> verb("repair", "Repair", does);
          case "resume" -> new Verb("resume", "Resume", does, List.of(), Verb.Kind.MAIN, false);
          case "run MANIFEST" ->
              new Verb(
                  "run", "Go on", "goes on where it stopped", List.of(), Verb.Kind.MAIN, false);
          default -> null;
        });
  }

  private static Verb cutover(String does, Status status) {
    return new Verb(
        "cutover",
        "Cutover",
        does,
        List.of(
            "New transactions wait for a moment. If anything is not as it should be, nobody is moved.",
            "The way back stays open until the cleanup."),
        status.compare().drift() == 0 ? Verb.Kind.MAIN : Verb.Kind.PLAIN,
        false);
  }

  private static Verb verify(String does, Status status) {
    return status.compare().drift() == 0
        ? verb("verify", "Verify", does)
        : new Verb(
            "verify?repair=true",
            "Verify and repair",
            "compares both sides, and writes the proven differences over",
            List.of(
                "The rows of the side that follows become as those of the side that is written."),
            Verb.Kind.MAIN,
            false);
  }

  private static Verb verb(String ask, String label, String does) {
    return new Verb(ask, label, does, List.of(), Verb.Kind.PLAIN, false);
  }
}

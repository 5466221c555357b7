package io.crossfade.simulation;

import io.crossfade.engine.Control;
import io.crossfade.engine.Decision;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Side;
import io.crossfade.simulation.schedule.Actor;
import io.crossfade.simulation.schedule.Chance;
import java.time.Duration;
import java.util.List;

/// The person at the terminal: asks for verbs, and at the end for a proof that everything runs.
final class Operator {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final int TRIES = 5;
  private static final double IMPATIENT = 0.1;
  private static final String PERSON = "operator@world";

  private final World world;
  private final Actor actor;
  private final Chance chance;
  private boolean hasPlayed;
  private boolean hasProved;
  private boolean hasPaused;

  Operator(World world) {
    this.world = world;
    this.actor = world.scheduler().actor("operator");
    this.chance = world.chance();
  }

  enum Verb {
    CUTOVER,
    ROLLBACK,
    VERIFY,
    REPAIR,
    REHEARSE,
    PAUSE,
    RESUME,
    ABORT,
    CLEANUP
  }

  /// What became of a question; null where nobody answered.
  private static final class Answer {
    private boolean hasCome;
    private boolean isGood;
  }

  void play() {
    actor.start(() -> {
      int verbs = chance.one(List.of(0, 1, 2, 3, 5));
      if (chance.happens(0.1)) {
        pauseOnTheWay();
      }
      awaitThrough(Duration.ofSeconds(15));
      for (int i = 0; i < verbs; i++) {
        boolean _ = ask(next());
        world.pause(chance.duration(Duration.ofMillis(1), Duration.ofSeconds(3)));
      }
      if (chance.happens(0.15)) {
        boolean _ = ask(authoritative() == Side.SOURCE ? Verb.ABORT : Verb.CLEANUP);
      }
      hasPlayed = true;
    });
  }

  /// While the steps are made that need nobody's word.
  private void pauseOnTheWay() {
    boolean _ = world.await(this::isReachable, Duration.ofSeconds(15));
    world.pause(chance.duration(Duration.ofMillis(1), Duration.ofSeconds(3)));
    boolean _ = ask(Verb.PAUSE);
    world.pause(chance.duration(Duration.ofMillis(1), Duration.ofSeconds(3)));
    boolean _ = ask(Verb.RESUME);
  }

  boolean hasPlayed() {
    return hasPlayed;
  }

  boolean hasProved() {
    return hasProved;
  }

  private Verb next() {
    if (chance.happens(0.2)) {
      return chance.one(
          List.of(
              Verb.VERIFY, Verb.REPAIR, Verb.REHEARSE, Verb.PAUSE, Verb.ROLLBACK, Verb.CUTOVER));
    }
    return authoritative() == Side.SOURCE ? Verb.CUTOVER : Verb.ROLLBACK;
  }

  Side authoritative() {
    return world.store().history().authoritative();
  }

  private boolean hasEnded() {
    return world.store().history().end() != null;
  }

  private void awaitThrough(Duration patience) {
    boolean _ = world.await(() -> hasEnded() || isThrough(), patience);
  }

  private boolean isReachable() {
    Engine engine = world.engines().reachable();
    return engine != null && engine.control() != null;
  }

  private boolean isThrough() {
    Engine engine = world.engines().reachable();
    return engine != null && engine.isThrough();
  }

  /// Now that nothing goes wrong any more, a switch succeeds, and both sides are found equal.
  void prove() {
    actor.start(() -> {
      try {
        proveAll();
        hasProved = true;
      } catch (Violation e) {
        world.violated(e);
      }
    });
  }

  private void proveAll() {
    if (hasPaused) {
      boolean _ = world.await(() -> hasEnded() || isReachable(), LONG);
      insist(Verb.RESUME);
    }
    awaitThrough(LONG);
    if (world.store().history().ending() != null) {
      insist(authoritative() == Side.SOURCE ? Verb.ABORT : Verb.CLEANUP);
    }
    boolean underLoad = chance.happens(0.5);
    if (underLoad) {
      switchOver();
    }
    world.clients().forEach(Client::stop);
    if (!world.await(() -> world.clients().stream().allMatch(Client::hasStopped), LONG)) {
      throw new Violation("a client waits for ever");
    }
    if (!underLoad) {
      switchOver();
    }
    insist(Verb.VERIFY);
  }

  /// One that was asked for long ago may come first.
  private void switchOver() {
    Side before = authoritative();
    Verb verb = before == Side.SOURCE ? Verb.CUTOVER : Verb.ROLLBACK;
    for (int i = 0; i < TRIES && authoritative() == before && !hasEnded(); i++) {
      if (!ask(verb)) {
        world.pause(Duration.ofSeconds(5));
        boolean _ = ask(Verb.VERIFY); // as the gate says that refuses
      }
    }
    if (authoritative() == before && !hasEnded()) {
      throw new Violation(verb + " does not succeed, although nothing goes wrong any more");
    }
  }

  private void insist(Verb verb) {
    for (int i = 0; i < TRIES && !hasEnded(); i++) {
      if (ask(verb)) {
        return;
      }
      world.pause(Duration.ofSeconds(5));
    }
    if (!hasEnded()) {
      throw new Violation(verb + " does not succeed, although nothing goes wrong any more");
    }
  }

  /// Whether it was done.
  private boolean ask(Verb verb) {
    Engine engine = world.engines().reachable();
    Control control = engine == null ? null : engine.control();
    if (engine == null || control == null) {
      world.pause(Duration.ofSeconds(1));
      return false;
    }
    hasPaused |= verb == Verb.PAUSE;
    tell("asks " + engine.actor() + " for " + verb);
    Answer answer = new Answer();
    engine.actor().start(() -> answer(verb, control, answer));
    if (!world.faults().areOver() && chance.happens(IMPATIENT)) {
      return false; // and asks for something else meanwhile
    }
    boolean _ = world.await(() -> answer.hasCome || engine.actor().isDead(), LONG);
    return answer.isGood;
  }

  private void answer(Verb verb, Control control, Answer answer) {
    String said;
    try {
      said = does(verb, control, answer);
    } catch (CrossfadeException e) {
      said = "is refused: " + e.getMessage();
    } catch (RuntimeException e) {
      world.violated(new Violation(verb + " failed: " + Engine.trace(e)));
      said = "failed";
    }
    tell(verb + " " + said);
    answer.hasCome = true;
  }

  private static String does(Verb verb, Control control, Answer answer) {
    return switch (verb) {
      case CUTOVER -> switched(control.cutover(), answer);
      case ROLLBACK -> switched(control.rollback(false), answer);
      case VERIFY -> compared(control.verify(false), answer);
      case REPAIR -> compared(control.verify(true), answer);
      case REHEARSE -> rehearsed(control.rehearse(), answer);
      case PAUSE -> paused(control.pause(PERSON, ""), answer);
      case RESUME -> paused(control.resume(PERSON), answer);
      case ABORT -> ended(control.abort(), answer);
      case CLEANUP -> ended(control.cleanup(), answer);
    };
  }

  private static String switched(Control.SwitchReport report, Answer answer) {
    answer.isGood = report.decision() == Decision.FLIP;
    return "%s: %s".formatted(report.decision(), report.reason());
  }

  private static String compared(Control.VerifyReport report, Answer answer) {
    answer.isGood = report.clean();
    return report.clean() ? "finds both sides equal" : "finds " + report.tables();
  }

  private static String rehearsed(Control.RehearsalReport report, Answer answer) {
    answer.isGood = report.passed();
    return "%s: %s".formatted(report.passed() ? "passes" : "fails", report.report().reason());
  }

  private static String paused(Control.PauseReport report, Answer answer) {
    answer.isGood = true;
    return report.changed() ? "is done" : "was done before";
  }

  private static String ended(Control.EndReport report, Answer answer) {
    answer.isGood = true;
    return "ends: " + report.phase();
  }

  private void tell(String what) {
    world.story().tell(actor.name(), what);
  }
}

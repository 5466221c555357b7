package io.crossfade.simulation;

import io.crossfade.engine.Decision;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.StepName;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the events of all processes say together, and whether it can be true.
final class History {
  private final Map<Integer, Decision> decisions;
  private final Story story;
  private final Map<Long, Route> routes = new HashMap<>();
  private long epoch;
  private long size;
  private @Nullable StepName ending;
  private Side authoritative = Side.SOURCE;
  private Side switchingTo = Side.SOURCE;
  private @Nullable String open;
  private int openNumber;
  private int rehearsal;
  private MigrationEvent.@Nullable Outcome end;

  /// @param decisions the rows of the store
  History(Map<Integer, Decision> decisions, Story story) {
    this.decisions = decisions;
    this.story = story;
  }

  /// How much has happened.
  long size() {
    return size;
  }

  void add(MigrationEvent event) {
    size++;
    switch (event) {
      case MigrationEvent.RoutePublished e -> published(e.route());
      case MigrationEvent.SwitchStarted e -> {
        open = "switch " + e.number();
        openNumber = e.number();
        switchingTo = e.to();
      }
      case MigrationEvent.RehearsalStarted e -> {
        open = "rehearsal " + e.number();
        openNumber = e.number();
        rehearsal = e.number();
      }
      case MigrationEvent.SwitchDecided e -> decided(e);
      case MigrationEvent.VerdictReached e -> judged(e);
      case MigrationEvent.StepStarted e -> began(e.step());
      case MigrationEvent.SwitchFinished _ -> open = null;
      case MigrationEvent.MigrationEnded e -> end = e.outcome();
      default -> {}
    }
  }

  /// By whoever sees a route: the store, and each router.
  void seen(Route route) {
    Route known = routes.putIfAbsent(route.epoch(), route);
    if (known != null && !known.equals(route)) {
      throw violated("two routes have one epoch: %s and %s".formatted(known, route));
    }
  }

  private void published(Route route) {
    seen(route);
    if (route.epoch() <= epoch) {
      throw violated("epoch %d was recorded after epoch %d".formatted(route.epoch(), epoch));
    }
    epoch = route.epoch();
  }

  /// Nothing ever puts rows apart here but ourselves.
  private void judged(MigrationEvent.VerdictReached verdict) {
    if (verdict.drift() > 0) {
      throw violated("rows of %s differ: %s".formatted(verdict.table().name(), verdict));
    }
  }

  private void began(StepName step) {
    if (step == StepName.ABORT || step == StepName.CLEANUP) {
      ending = step;
    }
  }

  /// What was begun, and can only be finished; null where nothing was.
  @Nullable StepName ending() {
    return ending;
  }

  /// Whose rows are the truth.
  Side authoritative() {
    return authoritative;
  }

  private void decided(MigrationEvent.SwitchDecided event) {
    if (event.decision() == Decision.FLIP) {
      if (event.number() == rehearsal) {
        throw violated("a rehearsal has moved writes: " + event);
      }
      authoritative = switchingTo;
    }
    Decision row = decisions.get(event.number());
    if (row != null && row != event.decision()) {
      throw violated(
          "switch %d was decided %s and carried out as %s"
              .formatted(event.number(), row, event.decision()));
    }
    if (row == null && event.decision() == Decision.FLIP) {
      throw violated(
          "switch %d was carried out as FLIP and never decided".formatted(event.number()));
    }
  }

  private Violation violated(String what) {
    return story.violated(new Violation(what));
  }

  MigrationEvent.@Nullable Outcome end() {
    return end;
  }

  @Nullable String openSwitch() {
    return open;
  }

  /// Whether the store has the outcome of a switch that is not yet at its end.
  boolean isOpenAndDecided() {
    return open != null && decisions.containsKey(openNumber);
  }

  static Side written(Route route) {
    return switch (route.writes()) {
      case SOURCE -> Side.SOURCE;
      case TARGET -> Side.TARGET;
      case BOTH, BOTH_TARGET_FIRST -> throw new Violation("a route writes both sides: " + route);
    };
  }
}

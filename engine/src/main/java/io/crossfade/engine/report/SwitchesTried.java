package io.crossfade.engine.report;

import io.crossfade.engine.Decision;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.report.Report.SwitchTried;
import io.crossfade.engine.switching.Phases;
import io.crossfade.model.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The switches that were tried or rehearsed.
final class SwitchesTried {
  private static final String OPEN = "not ended";

  private final List<SwitchTried> tried = new ArrayList<>();

  void started(MigrationEvent.SwitchStarted e, Instant at) {
    begin(e.number(), name(e.to()), at);
  }

  void started(MigrationEvent.RehearsalStarted e, Instant at) {
    begin(e.number(), "rehearsal of the " + name(e.to()), at);
  }

  void decided(MigrationEvent.SwitchDecided e) {
    SwitchTried open = tried.removeLast();
    end(open, e.decision() == Decision.FLIP ? "moved" : "called off: " + e.reason(), open.phases());
  }

  void finished(MigrationEvent.SwitchFinished e) {
    SwitchTried open = tried.removeLast();
    end(open, open.outcome(), e.phases());
  }

  void rehearsed(MigrationEvent.Rehearsed e) {
    SwitchTried open = tried.removeLast();
    String passed =
        e.refusals().isEmpty()
            ? "passed"
            : "passed; a gate would have refused: " + String.join("; ", e.refusals());
    end(open, e.passed() ? passed : "would have been called off: " + e.reason(), open.phases());
  }

  List<SwitchTried> all() {
    return tried;
  }

  private void begin(int number, String what, Instant at) {
    tried.add(new SwitchTried(number, what, at, OPEN, 0, Map.of()));
  }

  private void end(SwitchTried open, String outcome, Map<String, Long> phases) {
    tried.add(
        new SwitchTried(
            open.number(), open.what(), open.began(), outcome, Phases.held(phases), phases));
  }

  private static String name(Side to) {
    return to == Side.TARGET ? "cutover" : "rollback";
  }
}

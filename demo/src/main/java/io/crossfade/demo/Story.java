package io.crossfade.demo;

import io.crossfade.demo.journey.Journey;
import io.crossfade.demo.load.Traffic;
import io.crossfade.demo.record.Attempt;
import io.crossfade.demo.screen.Acts;
import io.crossfade.demo.screen.Found;
import io.crossfade.demo.screen.Moved;
import io.crossfade.engine.Control.TableReport;
import io.crossfade.engine.Control.VerifyReport;
import io.crossfade.engine.Figures;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Status;
import io.crossfade.model.Side;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A shop that is in use moves to another database, goes back, moves again, and stays. On the way
/// somebody spoils a row behind its back; or, where the shop writes both sides, the new one dies.
final class Story {
  private final Journey journey;
  private final Drill drill;
  private final @Nullable Outage outage;
  private final Traffic traffic;
  private final Acts acts;

  /// How many transactions pass between two switches.
  private final long meanwhile;

  private long rowsCompared;
  private long drift;
  private @Nullable Found found;
  private Status last;

  /// @param outage null where the target stays up, and a row is spoiled instead
  Story(
      Journey journey,
      Drill drill,
      @Nullable Outage outage,
      Traffic traffic,
      Acts acts,
      long meanwhile) {
    this.journey = journey;
    this.drill = drill;
    this.outage = outage;
    this.traffic = traffic;
    this.acts = acts;
    this.meanwhile = meanwhile;
    this.last = journey.status();
  }

  Script tell() throws IOException, InterruptedException {
    String stopped = play(this::underLoad);
    acts.begin("The customers go home");
    List<Attempt> attempts = traffic.stop();
    if (stopped.isEmpty()) {
      stopped = play(this::ending);
    }
    Moved moved =
        new Moved(
            last.copy().rows(),
            CopyTime.seconds(journey.events()),
            last.follow().changesApplied(),
            rowsCompared,
            drift,
            found);
    return new Script(attempts, journey.windows(), moved, stopped, true);
  }

  private Void underLoad() throws InterruptedException, SQLException {
    acts.begin("Prepare, copy, follow, verify, shift reads");
    journey.begin();
    journey.await(Phase.READS_SHIFTED);
    rowsCompared += journey.status().compare().compared();
    traffic.awaitMore(meanwhile);
    if (outage == null) {
      cutOver();
      drill();
    } else {
      outage.run();
      journey.awaitCaughtUp();
      cutOver();
    }
    acts.begin(
        "Roll back to %s, with everything that was written since".formatted(name(Side.SOURCE)));
    journey.rollback();
    traffic.awaitMore(meanwhile);
    acts.begin("Cut over again");
    journey.cutover();
    traffic.awaitMore(meanwhile);
    return null;
  }

  private void cutOver() throws InterruptedException {
    acts.begin("Cut over to " + name(Side.TARGET));
    journey.cutover();
    traffic.awaitMore(meanwhile);
  }

  private void drill() throws InterruptedException, SQLException {
    acts.begin(
        "Drill: somebody changes a row of %s behind Crossfade's back".formatted(name(Side.SOURCE)));
    found = drill.run(Side.SOURCE);
    acts.begin("The drill was " + found.text());
    VerifyReport repaired = journey.verify(true);
    rowsCompared += rows(repaired);
    long left = journey.status().compare().drift();
    if (left > 0) {
      throw new IllegalStateException(left + " rows differ after the repair of the drill");
    }
    acts.begin("Repaired, and %s rows compared".formatted(Figures.count(rows(repaired))));
    traffic.awaitMore(meanwhile);
  }

  private String name(Side side) {
    return drill.stage().server(side).name();
  }

  private static long rows(VerifyReport report) {
    return report.tables().stream().mapToLong(TableReport::rows).sum();
  }

  /// The comparison waits until the old side has everything too; then nobody needs it any more.
  private Void ending() {
    acts.begin("Verify both sides once more, clean up");
    VerifyReport report = journey.verify(false);
    rowsCompared += rows(report);
    drift = report.tables().stream().mapToLong(t -> t.drift() + t.unsettled()).sum();
    last = journey.status();
    journey.cleanup();
    return null;
  }

  /// Returns why it stopped: whatever that was, the judge has to look at what is there.
  private String play(Callable<Void> part) throws InterruptedException {
    try {
      part.call();
      return "";
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      last = journey.status();
      return "the migration stopped: " + e.getMessage();
    }
  }
}

package io.crossfade.demo;

import io.crossfade.demo.journey.Journey;
import io.crossfade.demo.load.Traffic;
import io.crossfade.demo.record.Attempt;
import io.crossfade.demo.screen.Acts;
import io.crossfade.demo.screen.Moved;
import io.crossfade.engine.Control.TableReport;
import io.crossfade.engine.Control.VerifyReport;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Status;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/// A shop that is in use moves to another database, goes back, moves again, and stays.
final class Story {
  private final Journey journey;
  private final Traffic traffic;
  private final Acts acts;

  /// How many transactions pass between two switches.
  private final long meanwhile;

  private long rowsCompared;
  private long drift;
  private Status last;

  Story(Journey journey, Traffic traffic, Acts acts, long meanwhile) {
    this.journey = journey;
    this.traffic = traffic;
    this.acts = acts;
    this.meanwhile = meanwhile;
    this.last = journey.status();
  }

  Script tell() throws IOException, InterruptedException {
    try (CopyWatch copy = new CopyWatch(journey::status)) {
      String stopped = play(this::underLoad);
      acts.begin("The customers go home");
      List<Attempt> attempts = traffic.stop();
      if (stopped.isEmpty()) {
        stopped = play(this::ending);
      }
      Moved moved =
          new Moved(
              last.copy().rows(),
              copy.seconds(),
              last.follow().changesApplied(),
              rowsCompared,
              drift);
      return new Script(attempts, journey.windows(), moved, stopped, true);
    }
  }

  private Void underLoad() throws InterruptedException {
    acts.begin("Prepare, copy, follow, verify, shift reads");
    journey.begin();
    journey.await(Phase.READS_SHIFTED);
    rowsCompared += journey.status().compare().compared();
    traffic.awaitMore(meanwhile);
    acts.begin("Cut over to PostgreSQL 18");
    journey.cutover();
    traffic.awaitMore(meanwhile);
    acts.begin("Roll back to PostgreSQL 16, with everything that was written since");
    journey.rollback();
    traffic.awaitMore(meanwhile);
    acts.begin("Cut over again");
    journey.cutover();
    traffic.awaitMore(meanwhile);
    return null;
  }

  /// The comparison waits until the old side has everything too; then nobody needs it any more.
  private Void ending() {
    acts.begin("Verify both sides once more, clean up");
    VerifyReport report = journey.verify();
    rowsCompared += report.tables().stream().mapToLong(TableReport::rows).sum();
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

package io.crossfade.transfer.stitch;

import io.crossfade.model.Boundary;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.transfer.follow.Follower;
import java.util.Objects;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rule 6: where a boundary only brackets the snapshot, what it may not have seen is applied. */
class Rule6BracketIT {
  private final Scene scene = new Scene();

  /** Does not know anything for certain. */
  record Bracket(String encoded) implements Boundary {
    @Override
    public Inclusion includes(LoggedTransaction transaction) {
      return Inclusion.MAYBE;
    }

    @Override
    public String encode() {
      return encoded;
    }
  }

  @AfterEach
  void end() {
    scene.close();
  }

  @Test
  void whatMayNotHaveBeenSeenIsApplied() {
    scene
        .with(
            "CREATE TABLE t (id int PRIMARY KEY, v text)",
            "INSERT INTO t SELECT n, 'old' FROM generate_series(1, 10) n")
        .plan(1000);
    scene
        .source
        .hooks()
        .on(
            "Log.boundary",
            call -> new Bracket((String) Objects.requireNonNull(call.arguments()[0])));
    // Read as late as may be, so that nothing is told to be after the snapshot by its place alone.
    scene.source.hooks().on("Snapshot.end", call -> scene.source.real().log().end());
    Hold snapshotTaken = scene.hold();
    scene.source.sql("UPDATE t SET v = 'seen' WHERE id = 1", "DELETE FROM t WHERE id = 2");
    scene.source.hooks().after("Reader.snapshot", snapshotTaken::stop);
    Future<Long> copy = scene.copyInBackground(scene.open());
    snapshotTaken.awaitReached();
    scene.source.transaction(
        "UPDATE t SET v = 'not seen' WHERE id = 3",
        "DELETE FROM t WHERE id = 4",
        "INSERT INTO t VALUES (11, 'not seen')");
    snapshotTaken.release();
    Await.result(copy);

    Follower follower = scene.follow();
    scene.awaitApplied(follower);
    scene.assertSame();
  }
}

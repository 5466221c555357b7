package io.crossfade.transfer.stitch;

import io.crossfade.connector.Chunk;
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
    knowNothing();
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

  /**
   * At the old key of a row that has left for an older chunk another one may stand by now, and be
   * copied. The large value of the one that moves is in no log, and must not be taken from there.
   */
  @Test
  void aRowThatHasMovedTakesNoValuesFromOneThatCameLater() {
    scene
        .with(
            "CREATE TABLE t (id int PRIMARY KEY, small int, large text)",
            "ALTER TABLE t ALTER large SET STORAGE EXTERNAL",
            "INSERT INTO t SELECT n, n, repeat('large' || n, 2000) FROM generate_series(1, 9) n",
            "INSERT INTO t SELECT n, n, repeat('large' || n, 2000) FROM generate_series(101, 109) n")
        .plan(9);
    knowNothing();
    scene.copyWhere(chunk -> chunk.range().from() != null);
    OneAtATime.in(scene.source.hooks());
    Follower follower = scene.follow();
    scene.awaitApplied(follower);
    Chunk chunk = scene.open();
    scene.source.sql(
        "UPDATE t SET id = 150 WHERE id = 1",
        "INSERT INTO t VALUES (1, 0, repeat('another', 2000))");
    scene.copy(chunk);
    scene.awaitApplied(follower);
    scene.assertSame();
  }

  /**
   * Read as late as may be, so that nothing is told to be after the snapshot by its place alone.
   */
  private void knowNothing() {
    scene
        .source
        .hooks()
        .on(
            "Log.boundary",
            call -> new Bracket((String) Objects.requireNonNull(call.arguments()[0])));
    scene.source.hooks().on("Snapshot.end", call -> scene.source.real().log().end());
  }
}

package io.crossfade.transfer.stitch;

import io.crossfade.transfer.follow.Follower;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rule 7: a row that changes its key from a WAITING chunk into a DONE one comes with the stream,
 * and its large value, which did not change, is in no log.
 */
class Rule7KeyChangeIT {
  private Scene scene;

  /** Two chunks, up to 100 and from there on. The first is copied. */
  @BeforeEach
  void makeTable() {
    scene =
        new Scene()
            .with(
                "CREATE TABLE t (id int PRIMARY KEY, small int, large text, other text)",
                "ALTER TABLE t ALTER large SET STORAGE EXTERNAL, ALTER other SET STORAGE EXTERNAL",
                "INSERT INTO t SELECT n, n, repeat('large' || n, 2000), repeat('other' || n, 2000)"
                    + " FROM generate_series(1, 9) n",
                "INSERT INTO t SELECT n, n, repeat('large' || n, 2000), repeat('other' || n, 2000)"
                    + " FROM generate_series(101, 109) n")
            .plan(9);
    scene.copyNext();
  }

  @AfterEach
  void end() {
    scene.close();
  }

  @Test
  void theRowIsReadAgain() {
    Follower follower = scene.follow();
    scene.source.sql("UPDATE t SET id = 50, small = 0 WHERE id = 101");
    finish(follower);
  }

  @Test
  void aRowThatLeavesForAChunkNotYetCopied() {
    Follower follower = scene.follow();
    scene.source.sql("UPDATE t SET id = 150, small = 0 WHERE id = 1");
    finish(follower);
  }

  @Test
  void aRowThatGoesOnMovingInTheSameTransaction() {
    Follower follower = scene.follow();
    scene.source.transaction(
        "UPDATE t SET id = 50 WHERE id = 101",
        "UPDATE t SET id = 51 WHERE id = 50",
        "UPDATE t SET id = 52 WHERE id = 51");
    finish(follower);
  }

  @Test
  void aRowThatHasMovedOnWhenItIsReadAgain() {
    scene.source.sql(
        "UPDATE t SET id = 50 WHERE id = 101",
        "UPDATE t SET id = 51, small = 1 WHERE id = 50",
        "UPDATE t SET id = 52 WHERE id = 51",
        "UPDATE t SET small = 2 WHERE id = 52");
    finish(scene.follow());
  }

  @Test
  void aRowThatHasMovedBackWhenItIsReadAgain() {
    scene.source.sql(
        "UPDATE t SET id = 50 WHERE id = 101",
        "UPDATE t SET id = 101 WHERE id = 50",
        "UPDATE t SET id = 50, small = 3 WHERE id = 102");
    finish(scene.follow());
  }

  @Test
  void aRowThatIsGoneWhenItIsReadAgain() {
    scene.source.sql(
        "UPDATE t SET id = 50 WHERE id = 101",
        "UPDATE t SET small = 1 WHERE id = 50",
        "DELETE FROM t WHERE id = 50");
    finish(scene.follow());
  }

  @Test
  void rowsThatLackDifferentValues() {
    scene.source.transaction(
        "UPDATE t SET id = id - 50, large = repeat('l', 10000) WHERE id IN (101, 102)",
        "UPDATE t SET id = id - 50, other = repeat('o', 10000) WHERE id IN (103, 104)",
        "UPDATE t SET id = id - 50 WHERE id IN (105, 106)");
    finish(scene.follow());
  }

  /**
   * Who reads key 50 again finds the row that came after. It must not lend its large value to the
   * row that has gone on to key 51.
   */
  @Test
  void aKeyThatHasAnotherRowWhenItIsReadAgain() {
    scene.source.sql(
        "UPDATE t SET id = 50 WHERE id = 101",
        "UPDATE t SET id = 51 WHERE id = 50",
        "INSERT INTO t VALUES (50, 0, repeat('another', 2000), repeat('row', 4000))");
    finish(scene.follow());
  }

  /** As before, but the stream learns of the other row only after it has read again. */
  @Test
  void aKeyThatHadAnotherRowBeforeTheStreamStartedAnew() {
    Hold taken = scene.hold();
    scene.source.sql(
        "UPDATE t SET id = 50 WHERE id = 101",
        "UPDATE t SET id = 51 WHERE id = 50",
        "INSERT INTO t VALUES (50, 0, repeat('another', 2000), repeat('row', 4000))");
    OneAtATime.in(scene.source.hooks());
    scene.target.hooks().after("Applier.apply", taken::stop);
    Follower first = scene.follow();
    taken.awaitReached();
    scene.target.hooks().clear();
    taken.release();
    first.close();
    finish(scene.follow());
  }

  private void finish(Follower follower) {
    scene.awaitApplied(follower);
    scene.copyNext();
    scene.awaitApplied(follower);
    scene.assertSame();
  }
}

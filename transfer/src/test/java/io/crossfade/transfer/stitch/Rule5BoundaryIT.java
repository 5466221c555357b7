package io.crossfade.transfer.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.transfer.follow.Follower;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule 5: the boundary is exactly what the snapshot has seen, and the snapshot shows it. */
class Rule5BoundaryIT {
  private Scene scene;

  @BeforeEach
  void makeTable() {
    scene =
        new Scene()
            .with(
                "CREATE TABLE t (id int PRIMARY KEY, v int)",
                "INSERT INTO t SELECT n, n FROM generate_series(1, 10) n")
            .plan(1000);
  }

  @AfterEach
  void end() {
    scene.close();
  }

  /** To an older snapshot a rewritten table looks empty. */
  @Test
  void aTableIsNotRewrittenBetweenSnapshotAndReading() {
    notBetweenSnapshotAndReading("ALTER TABLE t ALTER COLUMN v TYPE int USING v + 0");
  }

  @Test
  void aTableIsNotTruncatedBetweenSnapshotAndReading() {
    notBetweenSnapshotAndReading("TRUNCATE t");
  }

  private void notBetweenSnapshotAndReading(String sql) {
    Hold snapshotTaken = scene.hold();
    scene.source.hooks().after("Reader.snapshot", snapshotTaken::stop);
    Future<Long> copy = scene.copyInBackground(scene.open());
    snapshotTaken.awaitReached();
    Future<?> change =
        scene.inBackground(() -> {
          scene.source.sql("SET application_name = 'rewrite'; " + sql);
          return sql;
        });
    Await.until("it is done or waits", () -> change.isDone() || waitsForLock());
    snapshotTaken.release();

    assertThat(Await.result(copy)).isEqualTo(10);
    Await.result(change);
    scene.awaitApplied(scene.follow());
    scene.assertSame();
  }

  private boolean waitsForLock() {
    return scene.source.is(
        "EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'rewrite'"
            + " AND datname = current_database() AND wait_event_type = 'Lock')");
  }

  /**
   * It has a lower id than one that the snapshot has seen, and subtransactions with higher ones.
   */
  @Test
  void aTransactionUnderWayIsNotInTheSnapshot() throws SQLException {
    Follower follower = scene.follow();
    try (Connection writer = scene.source.connect()) {
      writer.setAutoCommit(false);
      TestDatabase.sql(
          writer,
          "INSERT INTO t VALUES (11, 11)",
          "SAVEPOINT a",
          "UPDATE t SET v = 0 WHERE id = 1",
          "SAVEPOINT b",
          "DELETE FROM t WHERE id = 2");
      scene.source.sql("INSERT INTO t VALUES (12, 12)");
      scene.copyNext();
      TestDatabase.sql(writer, "ROLLBACK TO b", "DELETE FROM t WHERE id = 3");
      writer.commit();
    }
    scene.awaitApplied(follower);
    scene.assertSame();
  }

  /** The stream waits for the chunk; what the snapshot has seen is not written a second time. */
  @Test
  void whatTheSnapshotHasSeenIsSkipped() {
    scene.countWrites("t");
    Follower follower = scene.follow();
    scene.awaitApplied(follower);
    Hold opened = scene.hold();
    scene.source.hooks().before("Reader.snapshot", opened::stop);
    Future<Long> copy = scene.copyInBackground(scene.open());
    opened.awaitReached();
    scene.source.sql("INSERT INTO t VALUES (11, 11)", "UPDATE t SET v = 0 WHERE id = 1");
    opened.release();
    assertThat(Await.result(copy)).isEqualTo(11);
    scene.source.sql("UPDATE t SET v = 0 WHERE id = 2");
    scene.awaitApplied(follower);

    scene.assertSame();
    assertThat(scene.writes()).isEqualTo(12);
  }

  /** Rows must not be written into a chunk whose copy is under way: they would be there twice. */
  @Test
  void theStreamWaitsForAChunkThatIsBeingCopied() {
    Follower follower = scene.follow();
    scene.awaitApplied(follower);
    Hold opened = scene.hold();
    scene.source.hooks().before("Reader.snapshot", opened::stop);
    Future<Long> copy = scene.copyInBackground(scene.open());
    opened.awaitReached();
    AtomicInteger looks = new AtomicInteger();
    scene.target.hooks().after("Workspace.chunks", looks::incrementAndGet);
    scene.source.sql("UPDATE t SET v = 0 WHERE id = 1");
    Await.until(
        "the stream waits, or has written",
        () -> looks.get() >= 4 || scene.target.is("EXISTS (SELECT FROM t)"));
    opened.release();

    assertThat(Await.result(copy)).isEqualTo(10);
    scene.awaitApplied(follower);
    scene.assertSame();
  }
}

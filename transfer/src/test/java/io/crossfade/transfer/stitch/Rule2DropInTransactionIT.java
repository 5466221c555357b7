package io.crossfade.transfer.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Batch;
import io.crossfade.connector.Chunk;
import io.crossfade.transfer.follow.Follower;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule 2: that a chunk still waits is known only in the transaction that passes the drop. */
class Rule2DropInTransactionIT {
  private Scene scene;

  @BeforeEach
  void makeTable() {
    scene =
        new Scene()
            .with(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t SELECT n, 'old' FROM generate_series(1, 10) n")
            .plan(1000);
  }

  @AfterEach
  void end() {
    scene.close();
  }

  /** The follower believes that the chunk waits, whose snapshot was taken before the change. */
  @Test
  void aChangeThatTheSnapshotHasNotSeenIsNotDropped() {
    Follower follower = scene.follow();
    scene.awaitApplied(follower);
    List<Chunk> asTheyWere = scene.chunks();
    scene.target.hooks().on("Workspace.chunks", call -> asTheyWere);
    Hold snapshotTaken = scene.hold();
    scene.source.hooks().after("Reader.snapshot", snapshotTaken::stop);
    Future<Long> copy = scene.copyInBackground(scene.open());
    snapshotTaken.awaitReached();

    Hold decided = scene.hold();
    scene.target.hooks().on("Applier.apply", call -> afterADrop(call, decided));
    scene.source.sql("INSERT INTO t VALUES (11, 'new')", "UPDATE t SET v = 'new' WHERE id = 3");
    decided.awaitReached();
    snapshotTaken.release();
    assertThat(Await.result(copy)).isEqualTo(10);
    scene.target.hooks().clear();
    decided.release();

    scene.awaitApplied(follower);
    scene.assertSame();
  }

  private static Object afterADrop(Hooks.Call call, Hold decided) throws Throwable {
    Object applied = call.proceed();
    if (!((Batch) call.arguments()[0]).dropped().isEmpty()) {
      decided.stop();
    }
    return java.util.Objects.requireNonNull(applied);
  }
}

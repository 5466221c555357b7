package io.crossfade.transfer.stitch;

import io.crossfade.model.Position;
import io.crossfade.transfer.follow.Follower;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 3: a transaction comes out of the log before snapshots see it. */
class Rule3VisibleBeforeDropIT {
  private OwnServer server;
  private Scene scene;

  @BeforeEach
  void makeTable(@TempDir Path directory) {
    server = new OwnServer(16, directory.resolve("source"));
    scene =
        new Scene(server.database, TestDatabase.shared(18))
            .with(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t SELECT n, 'old' FROM generate_series(1, 10) n")
            .plan(1000);
  }

  @AfterEach
  void end() {
    server.releaseCommits();
    scene.close();
    server.close();
  }

  /** The chunk's snapshot is taken after the stream has met the change, and does not see it. */
  @Test
  void aChangeThatIsNotVisibleYetIsNotDropped() {
    copyWhileAChangeIsHidden();
  }

  /**
   * Rule 5: in such a snapshot a transaction is missing whose commit stands in the log before the
   * commit of one that the snapshot has seen.
   */
  @Test
  void theBoundaryKnowsThatTheChangeIsNotInTheSnapshot() {
    copyWhileAChangeIsHidden("SET synchronous_commit = local", "INSERT INTO t VALUES (12, 'seen')");
  }

  private void copyWhileAChangeIsHidden(String... meanwhile) {
    Follower follower = scene.follow();
    scene.awaitApplied(follower);
    Hold waiting = scene.hold();
    scene.source.hooks().before("Log.awaitVisible", waiting::release);
    server.holdCommits();
    Position before = scene.source.real().log().end();
    Future<?> hidden = scene.inBackground(this::insert);
    server.awaitHeldCommit("hidden");

    Await.until(
        "the stream has met the hidden change", () -> waiting.isReleased() || scene.isPast(before));
    scene.source.sql(meanwhile);
    scene.copyNext();
    server.releaseCommits();

    Await.result(hidden);
    scene.awaitApplied(follower);
    scene.assertSame();
  }

  private Void insert() throws Exception {
    try (Connection connection = scene.source.connect()) {
      TestDatabase.sql(
          connection, "SET application_name = 'hidden'", "INSERT INTO t VALUES (11, 'new')");
    }
    return null;
  }
}

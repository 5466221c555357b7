package io.crossfade.transfer.stitch;

import io.crossfade.transfer.follow.Follower;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule 7: TRUNCATE is a delete of each DONE chunk that does not include it, and of no other. */
class Rule7TruncateIT {
  private Scene scene;

  /** Three chunks: up to 10, up to 20, the rest. */
  @BeforeEach
  void makeTable() {
    scene =
        new Scene()
            .with(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t SELECT n, 'old' FROM generate_series(1, 30) n")
            .plan(10);
  }

  @AfterEach
  void end() {
    scene.close();
  }

  @Test
  void chunksOfDifferentAges() {
    scene.copyNext();
    scene.source.sql(
        "INSERT INTO t VALUES (0, 'before')",
        "TRUNCATE t",
        "INSERT INTO t VALUES (5, 'new'), (15, 'new'), (25, 'new')");
    scene.copyNext();
    Follower follower = scene.follow();
    scene.awaitApplied(follower);
    scene.copyNext();
    scene.awaitApplied(follower);
    scene.assertSame();
  }

  @Test
  void betweenChangesOfOneTransaction() {
    scene.copyAll();
    scene.source.transaction(
        "INSERT INTO t VALUES (31, 'gone')",
        "UPDATE t SET id = 32 WHERE id = 1",
        "TRUNCATE t",
        "INSERT INTO t VALUES (1, 'new'), (31, 'new')");
    scene.awaitApplied(scene.follow());
    scene.assertSame();
  }
}

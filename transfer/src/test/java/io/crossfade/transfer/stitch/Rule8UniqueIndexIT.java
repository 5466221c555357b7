package io.crossfade.transfer.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.transfer.follow.Follower;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rule 8: chunks of different ages may clash; indexes and foreign keys come after them. */
class Rule8UniqueIndexIT {
  private final Scene scene = new Scene();

  @AfterEach
  void end() {
    scene.close();
  }

  @Test
  void aValueThatHasGoneOverToAnotherRow() {
    scene
        .with(
            "CREATE TABLE t (id int PRIMARY KEY, mail text UNIQUE, boss int REFERENCES t)",
            "INSERT INTO t SELECT n, 'mail' || n, 1 FROM generate_series(1, 20) n")
        .plan(10);
    scene.copyNext();
    scene.source.transaction(
        "UPDATE t SET mail = 'none' WHERE id = 5", "UPDATE t SET mail = 'mail5' WHERE id = 15");
    scene.copyNext();
    Follower follower = scene.follow();
    scene.awaitApplied(follower);
    scene.assertSame();

    scene.target.real().catalog().finish(scene.lease, scene.tables());
    assertThat(scene.target.one("SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass"))
        .isEqualTo("2");
  }

  /** Once the index is there, a batch may clash with itself, for it writes only the last state. */
  @Test
  void valuesThatRowsExchangeWithinABatch() {
    scene
        .with(
            "CREATE TABLE t (id int PRIMARY KEY, mail text UNIQUE)",
            "INSERT INTO t SELECT n, 'mail' || n FROM generate_series(1, 20) n")
        .plan(100);
    scene.copyNext();
    scene.target.real().catalog().finish(scene.lease, scene.tables());
    scene.source.transaction(
        "UPDATE t SET mail = 'none' WHERE id = 1",
        "UPDATE t SET mail = 'mail1' WHERE id = 2",
        "UPDATE t SET mail = 'mail2' WHERE id = 1",
        "UPDATE t SET mail = 'old' || id WHERE id > 10",
        "UPDATE t SET mail = 'mail' || 31 - id WHERE id > 10");
    scene.awaitApplied(scene.follow());
    scene.assertSame();
  }

  /** What is unique need not be a plain column. */
  @Test
  void valuesThatAreUniqueInOneWayOrAnother() {
    scene
        .with(
            "CREATE TABLE t (id int PRIMARY KEY, a text, b text, c text)",
            "CREATE UNIQUE INDEX t_a ON t (lower(a))",
            "CREATE UNIQUE INDEX t_b ON t (b) WHERE id < 100",
            "CREATE UNIQUE INDEX t_c ON t (c) NULLS NOT DISTINCT",
            "INSERT INTO t SELECT n, 'A' || n, 'b' || n, nullif('c' || n, 'c1') FROM generate_series(1, 9) n")
        .plan(100);
    scene.copyNext();
    scene.target.real().catalog().finish(scene.lease, scene.tables());
    assertThat(scene.target.one("SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass"))
        .isEqualTo("4");
    scene.source.transaction(
        "UPDATE t SET a = 'none', b = 'none', c = 'none' WHERE id = 1",
        "UPDATE t SET a = 'a1', b = 'b1', c = NULL WHERE id = 2",
        "UPDATE t SET a = 'a2', b = 'b2', c = 'c2' WHERE id = 1",
        "DELETE FROM t WHERE id = 3",
        "INSERT INTO t VALUES (103, 'A3', 'b4', 'c3')");
    scene.awaitApplied(scene.follow());
    scene.assertSame();
  }
}

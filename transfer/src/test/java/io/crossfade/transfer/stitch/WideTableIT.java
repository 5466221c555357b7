package io.crossfade.transfer.stitch;

import io.crossfade.transfer.follow.Follower;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** As many columns as a table can have, and rows that can be told apart without a primary key. */
class WideTableIT {
  private final Scene scene = new Scene();

  @AfterEach
  void end() {
    scene.close();
  }

  @Test
  void sixteenHundredColumns() {
    String columns =
        IntStream.range(1, 1600).mapToObj(n -> "c" + n + " int").collect(Collectors.joining(", "));
    scene
        .with(
            "CREATE TABLE t (id int PRIMARY KEY, " + columns + ")",
            "INSERT INTO t (id, c1, c1599) SELECT n, n, -n FROM generate_series(1, 50) n")
        .plan(20);
    scene.copyAll();
    Follower follower = scene.follow();
    scene.source.transaction(
        "UPDATE t SET c1 = 0 WHERE id < 10",
        "UPDATE t SET c1599 = 0, id = id + 100 WHERE id > 45",
        "DELETE FROM t WHERE id = 20",
        "INSERT INTO t (id, c800) VALUES (99, 1)");
    scene.awaitApplied(follower);
    scene.assertSame();
  }

  /** By a unique index that is the replica identity. And where the log tells whole old rows. */
  @Test
  void rowsWithoutAPrimaryKey() {
    scene
        .with(
            "CREATE TABLE t (v text, k numeric NOT NULL, l int NOT NULL)",
            "CREATE UNIQUE INDEX t_key ON t (l, k) INCLUDE (v)",
            "ALTER TABLE t REPLICA IDENTITY USING INDEX t_key",
            "INSERT INTO t SELECT 'v' || n, n / 4.0, n % 3 FROM generate_series(1, 50) n",
            "CREATE TABLE f (k int PRIMARY KEY, b text)",
            "ALTER TABLE f ALTER b SET STORAGE EXTERNAL",
            "ALTER TABLE f REPLICA IDENTITY FULL",
            "INSERT INTO f SELECT n, repeat(n::text, 3000) FROM generate_series(1, 20) n")
        .plan(10);
    scene.copyAll();
    Follower follower = scene.follow();
    scene.source.transaction(
        "UPDATE t SET v = 'new' WHERE l = 0",
        "UPDATE t SET k = k + 100 WHERE l = 1",
        "DELETE FROM t WHERE l = 2 AND k < 5",
        "UPDATE f SET k = k + 100 WHERE k < 5",
        "UPDATE f SET b = 'short' WHERE k = 9",
        "DELETE FROM f WHERE k > 15 AND k < 20");
    scene.awaitApplied(follower);
    scene.assertSame();
  }
}

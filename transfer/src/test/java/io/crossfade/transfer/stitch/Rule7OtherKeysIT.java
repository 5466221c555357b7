package io.crossfade.transfer.stitch;

import io.crossfade.transfer.follow.Follower;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rule 7 where the key is not a plain number, or the tables are two. */
class Rule7OtherKeysIT {
  private final Scene scene = new Scene();

  @AfterEach
  void end() {
    scene.close();
  }

  /** A padded text loses its padding as soon as it becomes another type. */
  @Test
  void aPaddedKey() {
    scene
        .with(
            "CREATE TABLE t (id int, code char(5), large text, PRIMARY KEY (id, code))",
            "ALTER TABLE t ALTER large SET STORAGE EXTERNAL",
            "INSERT INTO t SELECT n, 'a', repeat('large' || n, 2000) FROM generate_series(1, 18) n")
        .plan(9);
    scene.copyNext();
    scene.source.sql("UPDATE t SET id = 0 WHERE id = 12", "UPDATE t SET code = 'b' WHERE id = 0");
    finish();
  }

  @Test
  void rowsOfTwoTablesInOneTransaction() {
    for (String table : new String[] {"a", "b"}) {
      scene.source.sql(
          "CREATE TABLE " + table + " (id int PRIMARY KEY, large text)",
          "ALTER TABLE " + table + " ALTER large SET STORAGE EXTERNAL",
          "INSERT INTO "
              + table
              + " SELECT n, repeat('large' || n, 2000) FROM generate_series(1, 18) n");
    }
    scene.with().plan(9);
    scene.copyWhere(chunk -> chunk.id().number() == 0);
    scene.source.transaction(
        "UPDATE a SET id = 0 WHERE id = 12", "UPDATE b SET id = 0 WHERE id = 12");
    finish();
  }

  private void finish() {
    Follower follower = scene.follow();
    scene.awaitApplied(follower);
    scene.copyAll();
    scene.awaitApplied(follower);
    scene.assertSame();
  }
}

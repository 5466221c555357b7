package io.crossfade.transfer.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Chunk;
import io.crossfade.transfer.follow.Follower;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Rule 4: which chunk a key lies in is decided by the order that cut the chunks. A change that is
 * taken to a wrong chunk, which still waits, is dropped.
 */
class Rule4OneOrderIT {
  /** Of the private area, thus over all surrogates where UTF-16 is compared. */
  private static final String BEFORE = "\uE000";

  private static final String AFTER = "\uD83D\uDE00";

  private final Scene scene = new Scene();

  @AfterEach
  void end() {
    scene.close();
  }

  /** Chunks: up to the first sign, from the first, from the second (which is the larger one). */
  @Test
  void textIsOrderedByCodePoints() {
    scene
        .with(
            "CREATE TABLE t (k text PRIMARY KEY, v int)",
            "INSERT INTO t VALUES ('a', 1), ('" + BEFORE + "', 1), ('" + AFTER + "', 1)")
        .plan(1);
    assertThat(scene.chunks()).hasSize(3);
    copyOnly(2);
    Follower follower = scene.follow();
    scene.source.sql("UPDATE t SET v = 2 WHERE k = '" + AFTER + "'");
    scene.awaitApplied(follower);
    scene.copyAll();
    scene.awaitApplied(follower);
    scene.assertSame();
  }

  @Test
  void numbersAreOrderedByValue() {
    scene
        .with(
            "CREATE TABLE t (k bigint PRIMARY KEY, v int)",
            "INSERT INTO t VALUES (-10, 1), (-9, 1), (2, 1), (10, 1), (3000000000, 1)")
        .plan(1);
    copyOnly(0, 3, 4);
    Follower follower = scene.follow();
    scene.source.sql("UPDATE t SET v = 2 WHERE k IN (-10, 10, 3000000000)");
    scene.awaitApplied(follower);
    scene.copyAll();
    scene.awaitApplied(follower);
    scene.assertSame();
  }

  /**
   * Neither by their text nor by their digits: 1e1 is 10 here, and what is no number comes last.
   */
  @Test
  void decimalsAndMomentsAreOrderedByValue() {
    scene
        .with(
            "CREATE TABLE t (k numeric, d timestamptz, v int, PRIMARY KEY (k, d))",
            """
            INSERT INTO t VALUES (-10.5, 'infinity', 1), (-9, '0044-03-15 BC', 1), (-9, '0043-03-15 BC', 1),
              (2.50, '2024-01-01', 1), (10, '2024-01-01', 1), (10, '10000-01-01', 1), ('NaN', '2024-01-01', 1)\
            """)
        .plan(1);
    assertThat(scene.chunks()).hasSize(7);
    copyOnly(0, 2, 4, 6);
    Follower follower = scene.follow();
    scene.source.sql(
        "UPDATE t SET v = 2", "UPDATE t SET k = 10.00 WHERE k = 10", "DELETE FROM t WHERE k = 2.5");
    scene.awaitApplied(follower);
    scene.copyAll();
    scene.awaitApplied(follower);
    scene.assertSame();
  }

  /** A language's order is not known here, so such a table is one chunk. */
  @Test
  void textInTheOrderOfALanguageIsNotCut() {
    scene
        .with(
            "CREATE TABLE t (k text COLLATE \"en-x-icu\" PRIMARY KEY, v int)",
            "INSERT INTO t VALUES ('a', 1), ('B', 1), ('c', 1), ('D', 1), ('e', 1)")
        .plan(1);
    Follower follower = scene.follow();
    scene.copyNext();
    scene.source.sql("UPDATE t SET v = 2 WHERE k IN ('B', 'c')", "INSERT INTO t VALUES ('b', 3)");
    scene.awaitApplied(follower);
    scene.copyAll();
    scene.source.sql("UPDATE t SET v = 4 WHERE k IN ('D', 'a')", "DELETE FROM t WHERE k = 'e'");
    scene.awaitApplied(follower);
    scene.assertSame();
  }

  private void copyOnly(Integer... numbers) {
    List<Integer> wanted = List.of(numbers);
    scene.copyWhere((Chunk chunk) -> wanted.contains(chunk.id().number()));
  }
}

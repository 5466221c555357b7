package io.crossfade.transfer.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.LoggedTransaction;
import io.crossfade.transfer.follow.Follower;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A transaction that does not fit into memory lies in a file and is applied in pieces, and is
 * treated in everything like a small one.
 */
class LargeTransactionIT {
  private static final int MANY = 80_000;

  private final Scene scene = new Scene();
  private final AtomicInteger large = new AtomicInteger();

  @AfterEach
  void close() {
    scene.close();
  }

  private Follower follow() {
    scene
        .source
        .hooks()
        .on(
            "ChangeStream.next",
            call -> {
              Object next = call.proceed();
              if (next instanceof LoggedTransaction t && t.changes().isLarge()) {
                large.incrementAndGet();
              }
              return next;
            });
    return scene.follow();
  }

  private void copied(String... sql) {
    scene.with(sql).plan(1000).copyAll();
  }

  private static String insert(int from, int to) {
    return "INSERT INTO t SELECT n, 1, 'body ' || n FROM generate_series(%d, %d) n"
        .formatted(from, to);
  }

  private void assertApplied(Follower follower) {
    scene.awaitApplied(follower);
    assertThat(large).as("large transactions").hasPositiveValue();
    scene.assertSame();
  }

  @Test
  void nobodySeesAPartOfIt() {
    copied("CREATE TABLE t (id int PRIMARY KEY, n int, body text)", insert(1, 100));
    Follower follower = follow();
    scene.awaitApplied(follower);
    String look = "SELECT count(*) || ' rows, ' || sum(n) FROM t";
    String before = scene.target.one(look);
    Set<String> seen = ConcurrentHashMap.newKeySet();
    Future<Boolean> watching =
        scene.inBackground(() -> {
          while (!Thread.interrupted() && seen.size() < 10) {
            seen.add(scene.target.one(look));
          }
          return true;
        });
    scene.source.transaction(
        insert(101, MANY),
        "UPDATE t SET n = n + 1 WHERE id % 3 = 0",
        "UPDATE t SET id = -id WHERE id % 5 = 0",
        "DELETE FROM t WHERE id % 7 = 0",
        "UPDATE t SET n = 5 WHERE id < 10");

    assertApplied(follower);
    Await.until("the end is seen", () -> seen.size() > 1);
    watching.cancel(true);
    assertThat(seen).containsOnly(before, scene.source.one(look));
  }

  @Test
  void aTruncateInItsMiddle() {
    copied("CREATE TABLE t (id int PRIMARY KEY, n int, body text)", insert(1, 100));
    Follower follower = follow();
    scene.source.transaction(insert(101, MANY), "TRUNCATE t", insert(50, 60));
    assertApplied(follower);
  }

  @Test
  void aSessionThatIsEndedInItsMiddleLeavesNothing() {
    copied("CREATE TABLE t (id int PRIMARY KEY, n int, body text)", insert(1, 100));
    scene.countWrites("t");
    Follower follower = follow();
    scene.awaitApplied(follower);
    scene.source.transaction(insert(101, MANY));
    String writes =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_xid IS NOT NULL"
            + " AND application_name LIKE 'crossfade/%/apply' AND query LIKE 'COPY%'";
    Await.until("it is written", () -> !scene.target.column(writes).isEmpty());

    assertApplied(follower);
    assertThat(scene.writes()).isEqualTo(MANY - 100);
  }

  /** Taken together, a row would get a value that another one still has. */
  @Test
  void aValueThatWandersFromRowToRow() {
    copied("CREATE TABLE t (id int PRIMARY KEY, n int, body text UNIQUE)", insert(1, 100));
    scene.target.real().catalog().finish(scene.lease, scene.tables());
    Follower follower = follow();
    scene.source.transaction(
        insert(101, MANY),
        "UPDATE t SET body = 'free' WHERE id = 1",
        "UPDATE t SET body = 'body 1' WHERE id = 2",
        "UPDATE t SET body = 'body 2' WHERE id = 1");
    assertApplied(follower);
  }

  /** The log leaves out the values that did not change, and the target does not have them. */
  @Test
  void rowsThatTheTargetHasLost() {
    copied(
        "CREATE TABLE t (id int PRIMARY KEY, n int, body text)",
        "ALTER TABLE t ALTER body SET STORAGE EXTERNAL",
        "INSERT INTO t SELECT n, 1, repeat(n::text, 2000) FROM generate_series(1, 300) n");
    Follower follower = follow();
    scene.awaitApplied(follower);
    scene.target.sql("DELETE FROM t WHERE id % 10 = 0");
    scene.source.transaction(
        "UPDATE t SET n = 2 WHERE id <= 200",
        insert(301, MANY),
        "UPDATE t SET id = -id WHERE id BETWEEN 201 AND 300");
    assertApplied(follower);
  }

  @Test
  void chunksThatAreNotCopiedYet() {
    scene
        .with("CREATE TABLE t (id int PRIMARY KEY, n int, body text)", insert(1, 10_000))
        .plan(1000);
    scene.copyNext();
    scene.copyNext();
    Follower follower = follow();
    scene.source.transaction(
        "UPDATE t SET n = n + 1",
        insert(10_001, MANY),
        "UPDATE t SET id = -id WHERE id % 100 = 0",
        "DELETE FROM t WHERE id % 7 = 0");
    scene.awaitApplied(follower);
    scene.copyAll();
    assertApplied(follower);
  }
}

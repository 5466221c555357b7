package io.crossfade.transfer.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transaction of many times the heap, in a process of its own. {@code -Dlarge.changes=5000000}
 * makes it larger.
 */
class SmallHeapIT {
  private static final int CHANGES = Integer.getInteger("large.changes", 300_000);
  private static final String HEAP = "40m";
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final String STATE =
      "SELECT count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM t";

  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aTransactionThatIsLargerThanTheHeapIsAppliedOnceAndWhole(@TempDir Path spill)
      throws IOException, InterruptedException {
    scene.with("CREATE TABLE t (id int PRIMARY KEY, body text)").plan(1000).copyAll();
    scene.source.transaction(
        "INSERT INTO t SELECT n, md5(n::text) FROM generate_series(1, %d) n".formatted(CHANGES / 2),
        "UPDATE t SET body = body || id");

    Process first = FollowingProcess.start(scene, HEAP, spill);
    Await.until("it is written, half", PATIENCE, this::isHalfWritten);
    first.destroyForcibly().waitFor();
    assertThat(scene.target.one(STATE)).isEqualTo("0 0");
    try (Stream<Path> left = Files.list(spill)) {
      assertThat(left).as("files of the process that was killed").isEmpty();
    }

    long began = System.nanoTime();
    Process second = FollowingProcess.start(scene, HEAP, spill);
    String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    second.waitFor();
    System.out.printf(
        "%d changes with -Xmx%s: %d s%n",
        CHANGES, HEAP, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
    assertThat(said).isEqualToIgnoringNewLines("applied");
    assertThat(scene.target.one(STATE)).isEqualTo(scene.source.one(STATE));
  }

  /** The table's file grows with rows that nobody sees. */
  private boolean isHalfWritten() {
    long bytes = Long.parseLong(scene.target.one("SELECT pg_relation_size('t')"));
    return bytes > 30L * CHANGES / 2;
  }
}

package io.crossfade.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Rows that do not fit into the heap: it is said before, the process ends as a whole, and goes on
/// with more.
@Timeout(180)
class OutOfMemoryIT {
  private static final String ALL = "SELECT id || md5(body) FROM files ORDER BY id";

  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  @Test
  void theProcessEndsAsAWholeAndGoesOnWithMore() throws Exception {
    databases.sql(
        Side.SOURCE,
        "CREATE TABLE files (id int PRIMARY KEY, body text NOT NULL)",
        "INSERT INTO files SELECT n, repeat('x', 70000000 + n) FROM generate_series(1, 3) n",
        "ANALYZE");
    Files.writeString(
        directory.resolve("shop.yaml"),
        databases.manifestText("out_of_memory", "tables: [\"public.*\"]\nreads: [100]"));

    assertThat(plan("-Xmx64m", 1)).contains("a row of 67 MB", "CROSSFADE_JAVA_OPTS=-Xmx500m");
    assertThat(plan("-Xmx96m", 0)).contains("needs a heap of 500 MB", "here it has 9");
    try (KilledRun run = new KilledRun(directory, "out_of_memory")) {
      CrossfadeProcess small = run.start(List.of(), List.of("-Xmx96m"));
      assertThat(small.exitCode()).isEqualTo(137);
      assertThat(small.err()).contains("out of memory", "the same command goes on");
      run.start(List.of(), List.of("-Xmx500m"));
      run.awaitReady();
      assertThat(run.answer(control -> control.verify(false)).clean()).isTrue();
    }
    assertThat(databases.column(Side.TARGET, ALL)).isEqualTo(databases.column(Side.SOURCE, ALL));
  }

  private String plan(String heap, int exitCode) throws Exception {
    try (CrossfadeProcess plan =
        CrossfadeProcess.start(directory, List.of(), List.of(heap), "plan", "shop.yaml")) {
      assertThat(plan.exitCode()).as("%s", plan.err()).isEqualTo(exitCode);
      return plan.out();
    }
  }
}

package io.crossfade.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Transitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each edge of the transitions stands in docs/chaos.md, with the test that kills the process on
/// it. Who adds an edge has to add the test.
class CrashedEdgesTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern ROW =
      Pattern.compile(
          "\\| `(\\w+)` \\| `(\\w+)` \\| `(\\w+)` \\| \\[(\\w+)]\\(\\.\\./([^)]+)\\)[^|]*\\|");

  /// Those that docs/chaos.md names as having none, with the reason.
  private static final List<Edge> NOT_KILLED =
      List.of(
          new Edge("VERIFIED", "VERIFY", "VERIFIED"),
          new Edge("VERIFIED", "REHEARSE", "VERIFIED"),
          new Edge("VERIFIED", "CUTOVER", "CUT_OVER"),
          new Edge("ROLLED_BACK", "SHIFT_READS", "READS_SHIFTED"),
          new Edge("CUT_OVER", "BAKE", "CUT_OVER"),
          new Edge("NEW", "ABORT", "ABORTED"),
          new Edge("PREPARED", "ABORT", "ABORTED"),
          new Edge("BACKFILLED", "ABORT", "ABORTED"),
          new Edge("FOLLOWING", "ABORT", "ABORTED"),
          new Edge("FINISHED", "ABORT", "ABORTED"),
          new Edge("VERIFIED", "ABORT", "ABORTED"));

  private record Edge(String from, String step, String to) {}

  @Test
  void eachHasATestThatKillsOnIt() throws IOException {
    List<Edge> told = new ArrayList<>(NOT_KILLED);
    for (String line : Files.readAllLines(ROOT.resolve("docs/chaos.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        told.add(new Edge(row.group(1), row.group(2), row.group(3)));
        assertKills(row.group(4), ROOT.resolve(row.group(5)));
      }
    }
    Stream<Edge> all =
        Transitions.TABLE.stream()
            .map(m -> new Edge(m.from().name(), m.step().name(), m.to().name()));
    assertThat(told).containsExactlyInAnyOrderElementsOf(all.toList());
  }

  private static void assertKills(String name, Path file) throws IOException {
    assertThat(file).hasFileName(name + ".java");
    assertThat(Files.readString(file)).contains("@Test").containsPattern("kill|KILL|crash");
  }
}

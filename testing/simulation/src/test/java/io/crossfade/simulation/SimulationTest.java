package io.crossfade.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.simulation.Simulation.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final int SEEDS = 1_000;
  private static final int LINES = 60;

  /// More of them: `./crossfade test simulate --seeds 10000 --from 1001`.
  @Test
  void nothingHappensThatMustNeverBe() throws Exception {
    List<String> violated = new ArrayList<>();
    try (ExecutorService carriers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Callable<Outcome>> worlds =
          LongStream.rangeClosed(1, SEEDS)
              .<Callable<Outcome>>mapToObj(seed -> () -> Simulation.run(seed, LINES))
              .toList();
      for (Future<Outcome> world : carriers.invokeAll(worlds)) {
        if (world.get().violation() != null) {
          violated.add(world.get().told());
        }
      }
    }
    assertThat(violated.stream().limit(1)).as("%d of %d seeds", violated.size(), SEEDS).isEmpty();
  }

  @Test
  void theSameSeedIsTheSameWorld() {
    for (long seed : new long[] {3, 8, 13}) {
      Outcome first = Simulation.run(seed, LINES);
      assertThat(Simulation.run(seed, LINES)).isEqualTo(first);
      assertThat(Simulation.run(seed + 1, LINES).hash()).isNotEqualTo(first.hash());
    }
  }

  /// What differs between two JVMs, such as the order of an unordered set, must not count.
  @Test
  void theSameSeedIsTheSameWorldInAnotherProcess() throws Exception {
    for (long seed : new long[] {3, 8, 13}) {
      assertThat(inAnotherProcess(seed)).isEqualTo(Simulation.run(seed, LINES).told());
    }
  }

  private static String inAnotherProcess(long seed) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Simulate.class.getName(),
                "--seed",
                "" + seed)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said.stripTrailing();
  }
}

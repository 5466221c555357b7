package io.crossfade.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.simulation.Simulation.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final int SEEDS = 200;
  private static final int LINES = 60;

  /// More of them: `./crossfade test simulate --seeds 10000 --from 201`. Worlds side by side need a
  /// process each: what a JVM shares, such as the bins of a static map, they would wait for.
  @Test
  void nothingHappensThatMustNeverBe() throws Exception {
    int processes = Runtime.getRuntime().availableProcessors();
    int each = Math.ceilDiv(SEEDS, processes);
    List<Process> running = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      running.add(simulate("--seeds", "" + each, "--from", "" + (1 + i * each)));
    }
    for (Process process : running) {
      String said = said(process);
      assertThat(process.waitFor()).as(said).isZero();
      assertThat(said).startsWith(each + " seeds from ");
    }
  }

  @Test
  void theSameSeedIsTheSameWorld() {
    for (long seed : new long[] {3, 8, 13}) {
      Outcome first = Simulation.ofSeed(seed, LINES);
      assertThat(Simulation.ofSeed(seed, LINES)).isEqualTo(first);
      assertThat(Simulation.ofSeed(seed + 1, LINES).hash()).isNotEqualTo(first.hash());
    }
  }

  /// What differs between two JVMs, such as the order of an unordered set, must not count.
  @Test
  void theSameSeedIsTheSameWorldInAnotherProcess() throws Exception {
    for (long seed : new long[] {3, 8, 13}) {
      assertThat(inAnotherProcess(seed)).isEqualTo(Simulation.ofSeed(seed, LINES).told());
    }
  }

  private static String inAnotherProcess(long seed) throws IOException, InterruptedException {
    Process process = simulate("--seed", "" + seed);
    String said = said(process);
    assertThat(process.waitFor()).as(said).isZero();
    return said.stripTrailing();
  }

  private static Process simulate(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
    command.add("-Djdk.trackAllThreads=false");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Simulate.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String said(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}

package io.crossfade.transfer.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Rows of 4 MB in a process with 64 MB, copied with and without us looking into them, followed,
 * compared and repaired. {@code -Dlarge.row=32000000 -Dlarge.heap=256m} makes them larger.
 */
class LargeRowsIT {
  @Test
  void areHeldOneAtATime() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + System.getProperty("large.heap", "64m"),
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                LargeRowsProcess.class.getName(),
                System.getProperty("large.row", "4000000"),
                "x")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    process.waitFor();
    assertThat(said).containsExactly("copied", "followed", "differ 10", "repaired 10", "differ 0");
  }
}

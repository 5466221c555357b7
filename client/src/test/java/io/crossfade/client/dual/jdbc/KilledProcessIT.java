package io.crossfade.client.dual.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.client.dual.DualWriter;
import io.crossfade.model.Side;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, really killed in the midst of writing, while the target does not keep up. */
class KilledProcessIT {
  private static final String NOTES = "SELECT id, said FROM note ORDER BY id";
  private static final int WRITES = 300;

  @TempDir Path disk;

  private TwoDatabases both;

  @BeforeEach
  void start() throws Exception {
    both = new TwoDatabases();
    both.routes.mirroredFrom(Side.SOURCE);
    // A slow target, so that there is something to lose.
    both.execute(
        Side.TARGET,
        """
        CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.02); RETURN NEW; END $$;
        CREATE TRIGGER slow BEFORE INSERT OR UPDATE ON note FOR EACH ROW EXECUTE FUNCTION slow()
        """);
  }

  @AfterEach
  void stop() {
    both.close();
  }

  @Test
  void withAnOutboxAnotherProcessGoesOn() throws Exception {
    assertCommitted(killed(null));
    both.timePasses();
    recovered(null);
  }

  @Test
  void withDurableIntentTheNextProcessGoesOn() throws Exception {
    assertCommitted(killed(disk));
    recovered(disk);
  }

  private void recovered(@Nullable Path directory) throws Exception {
    List<String> source = both.rows(Side.SOURCE, NOTES);
    assertThat(both.rows(Side.TARGET, NOTES)).as("there is something to do").isNotEqualTo(source);
    try (DualWriter next = KilledProcess.writer(both.routes, both.source, both.target, directory)) {
      assertThat(next.pending()).isPositive();
      assertThat(next.awaitSettled(Duration.ofSeconds(30))).isTrue();
    }
    assertThat(both.rows(Side.TARGET, NOTES)).isEqualTo(source);
  }

  /** Ended by the system, without a word, after some writes; none that was told may be missing. */
  private Map<String, Integer> killed(@Nullable Path directory)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcess.class.getName(),
                both.source.getJdbcUrl(),
                both.target.getJdbcUrl()));
    if (directory != null) {
      command.add(directory.toString());
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    Map<String, Integer> told = new HashMap<>();
    try (BufferedReader out = process.inputReader()) {
      for (int i = 0; i < WRITES; ) {
        String line = out.readLine();
        assertThat(line).as("what the process says").isNotNull();
        String[] said = line.split("=", 2);
        if (said.length == 2 && said[1].startsWith("write ")) {
          told.put(said[0], Integer.valueOf(said[1].substring("write ".length())));
          i++;
        }
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return told;
  }

  private void assertCommitted(Map<String, Integer> told) throws Exception {
    assertThat(told).isNotEmpty();
    for (String row : both.rows(Side.SOURCE, NOTES)) {
      String[] note = row.split("[|]", 2);
      int said = Integer.parseInt(note[1].substring("write ".length()));
      assertThat(said).isGreaterThanOrEqualTo(told.getOrDefault(note[0], 0));
    }
  }
}

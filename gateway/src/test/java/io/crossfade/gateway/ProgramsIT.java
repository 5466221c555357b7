package io.crossfade.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crossfade.servers.SharedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// PostgreSQL's own programs, where they are installed (`postgresql` and `postgresql-contrib` of
/// any distribution). Where they are not, these tests are skipped, and say so.
class ProgramsIT {
  private static Rig rig;

  @BeforeAll
  static void start() {
    rig = Rig.before(SharedPostgres.newDatabase(16));
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void psqlRunsAScript(@TempDir Path directory) throws Exception {
    Path rows = directory.resolve("rows");
    String script =
        """
        CREATE TABLE typed (id int, note text);
        \\copy typed FROM STDIN
        1\tone
        2\ttwo
        \\.
        PREPARE get(int) AS SELECT note FROM typed WHERE id = $1;
        EXECUTE get(2);
        SELECT 1/0;
        SELECT 'first' \\; SELECT 'second';
        \\copy typed TO '%s'
        \\bind 1
        SELECT note || '!' FROM typed WHERE id = $1 \\g
        """
            .formatted(rows);
    String said = run("psql", List.of("-X", "-A", "-t", "-P", "pager=off"), script);
    assertThat(said)
        .contains("COPY 2", "two", "division by zero", "first", "second")
        .doesNotContain("lost synchronization", "server closed the connection");
    assertThat(rows).hasContent("1\tone\n2\ttwo\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended", "prepared"})
  void pgbenchLosesNothing(String protocol) throws Exception {
    run("pgbench", List.of("-i", "-q", "-s", "1"), "");
    String said = run("pgbench", List.of("-M", protocol, "-c", "8", "-j", "2", "-t", "40"), "");
    assertThat(said)
        .contains("number of transactions actually processed: 320/320")
        .contains("number of failed transactions: 0");
    try (Connection connection = rig.connect()) {
      assertThat(Rig.ask(connection, "SELECT count(*) FROM pgbench_history")).isEqualTo("320");
      assertThat(
              Rig.ask(
                  connection,
                  "SELECT (SELECT sum(delta) FROM pgbench_history)"
                      + " = (SELECT sum(abalance) FROM pgbench_accounts)"))
          .isEqualTo("t");
    }
    rig.awaitNothingInFlight();
  }

  /// Two results wait in one message, and Syncs are sent ahead.
  @Test
  void pgbenchPipelines(@TempDir Path directory) throws Exception {
    Path script =
        Files.writeString(
            directory.resolve("pipeline.sql"),
            "\\startpipeline\nSELECT 1;\nSELECT 2;\nSELECT 3;\n\\endpipeline\n");
    String said =
        run("pgbench", List.of("-n", "-M", "extended", "-t", "100", "-f", script.toString()), "");
    assertThat(said).contains("number of transactions actually processed: 100/100");
    rig.awaitNothingInFlight();
  }

  private static String run(String program, List<String> options, String input)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(find(program)));
    command.addAll(options);
    command.addAll(List.of("-h", "127.0.0.1", "-p", "" + rig.port(), "-U", Rig.USER, Rig.DATABASE));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try (var to = process.outputWriter(StandardCharsets.UTF_8)) {
      to.write(input);
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(said).isTrue();
    return said;
  }

  /// In PATH, or where Debian keeps those of which there are several versions.
  static String find(String program) throws IOException {
    List<Path> places = new ArrayList<>();
    for (String place : System.getenv("PATH").split(":")) {
      places.add(Path.of(place));
    }
    Path debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (Stream<Path> versions = Files.list(debian)) {
        versions.map(version -> version.resolve("bin")).forEach(places::add);
      }
    }
    List<String> found =
        places.stream()
            .map(place -> place.resolve(program))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .toList();
    assumeTrue(!found.isEmpty(), program + " is not installed");
    return found.getFirst();
  }
}

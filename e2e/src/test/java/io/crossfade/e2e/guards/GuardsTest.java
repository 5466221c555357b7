package io.crossfade.e2e.guards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whether each test fails without its guard is shown by `./crossfade test guards`, which takes
/// long. That it still can be shown is checked here.
class GuardsTest {
  static List<Path> patches() throws IOException {
    return in(Path.of("guards"));
  }

  /// Bugs that the simulation finds, as `./crossfade test planted` shows.
  static List<Path> planted() throws IOException {
    return in(Path.of("../testing/simulation/planted"));
  }

  private static List<Path> in(Path where) throws IOException {
    try (Stream<Path> files = Files.list(where)) {
      return files.filter(file -> file.toString().endsWith(".patch")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("patches")
  void appliesAndNamesItsTest(Path patch) throws Exception {
    requireApplies(patch);
    List<String> head = Files.readAllLines(patch);
    assertThat(head.get(0)).matches("Rule: [1-9][0-9]?");
    assertThat(head.get(1)).matches("Test: [a-z/]+ [A-Za-z0-9]+(Test|IT)(#[A-Za-z0-9]+)?");
    String[] test = head.get(1).split(" ");
    assertThat(exists(test[1], test[2])).as(head.get(1)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("planted")
  void appliesAndSaysWhatItTakesAway(Path patch) throws Exception {
    requireApplies(patch);
    assertThat(Files.readAllLines(patch).getFirst()).matches("[A-Z].*\\.");
  }

  private static void requireApplies(Path patch) throws Exception {
    Process check =
        new ProcessBuilder("git", "apply", "--check", patch.toRealPath().toString())
            .directory(Path.of("..").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(check.waitFor())
        .as(
            "%s no longer applies: take the guard out again by hand, and write `git diff` under the"
                + " patch's head\n%s",
            patch, said)
        .isZero();
  }

  /// Whether the module has the class, and the class the method.
  private static boolean exists(String module, String test) throws IOException {
    String[] parts = test.split("#");
    try (Stream<Path> files = Files.walk(Path.of("..", module, "src/test/java"))) {
      Path source =
          files
              .filter(file -> file.endsWith(parts[0] + ".java"))
              .findAny()
              .orElseThrow(() -> new AssertionError("no test " + parts[0] + " in " + module));
      return parts.length == 1 || Files.readString(source).contains("void " + parts[1] + "(");
    }
  }
}

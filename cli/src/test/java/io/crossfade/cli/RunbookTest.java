package io.crossfade.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// Nobody should find out at night that a command of the runbook is not one.
class RunbookTest {
  private static final Pattern SECTION = Pattern.compile("(?ms)^## (.+?)$(.*?)(?=^## |\\z)");
  private static final Pattern COMMAND = Pattern.compile("(?m)^crossfade (.+)$");
  private static final Pattern TRIED = Pattern.compile("(?m)^Tried in (.*)\\.$");
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private final String page;

  RunbookTest() throws IOException {
    page = Files.readString(Path.of("..", "docs", "runbook.md"));
  }

  @Test
  void everyCommandIsUnderstood() {
    CommandLine cli =
        CrossfadeCommand.commandLine(
            new FakeEngine(), new Terminal(System.out, System.err, false, false));
    List<String> commands = found(COMMAND, page);
    assertThat(commands).hasSizeGreaterThan(15);
    for (String command : commands) {
      String[] words =
          WORD.matcher(command)
              .results()
              .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
              .toArray(String[]::new);
      assertThatCode(() -> cli.parseArgs(words)).as(command).doesNotThrowAnyException();
    }
  }

  @Test
  void everySymptomNamesTheTestsInWhichItsCommandsWereTried() throws IOException {
    Map<String, String> tests = tests();
    List<MatchResult> sections = SECTION.matcher(page).results().toList();
    assertThat(sections).hasSizeGreaterThan(12);
    for (MatchResult section : sections) {
      List<MatchResult> named =
          found(TRIED, section.group(2)).stream()
              .flatMap(line -> TEST.matcher(line).results())
              .toList();
      assertThat(named).as(section.group(1)).isNotEmpty();
      for (MatchResult test : named) {
        assertThat(tests).containsKey(test.group(1));
        assertThat(tests.get(test.group(1)))
            .as(test.group())
            .containsPattern("@Test\\s+(@\\w+\\s+)*void " + test.group(2) + "\\(\\)");
      }
    }
  }

  /// The text of each test class, by its name.
  private static Map<String, String> tests() throws IOException {
    // what is built comes and goes while others build
    try (Stream<Path> roots = testSources()) {
      return roots
          .flatMap(RunbookTest::files)
          .filter(file -> file.toString().matches(".*/src/test/java/.*(IT|Test)\\.java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  RunbookTest::read,
                  (one, other) -> one + other));
    }
  }

  /// Of each module, which lies one or two directories deep.
  private static Stream<Path> testSources() throws IOException {
    return Files.find(
            Path.of(".."), 2, (path, _) -> Files.isDirectory(path.resolve("src/test/java")))
        .map(module -> module.resolve("src/test/java"));
  }

  private static Stream<Path> files(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }
}

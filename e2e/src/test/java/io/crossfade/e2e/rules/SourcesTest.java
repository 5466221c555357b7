package io.crossfade.e2e.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Rules that only the sources show.
class SourcesTest {
  private static final int MOST_LINES = 400;
  private static final Pattern VAGUE =
      Pattern.compile("(Abstract.*|.*(Manager|Helper|Utils?|Impl))\\.java");

  private static final Pattern MIGRATION =
      Pattern.compile(
          "(?:manifest|notRunYet|readyToSwitch|again|retaking)\\(\\s*(?:databases,\\s*)?\"(?<name>[a-z0-9_]+)\"");

  @Test
  void noFileIsTooLongToRead() throws IOException {
    assertThat(sources())
        .filteredOn(file -> lines(file) > MOST_LINES)
        .as("files over %d lines: take a concept out into a file of its own", MOST_LINES)
        .isEmpty();
  }

  @Test
  void namesSayWhatAClassIs() throws IOException {
    assertThat(sources())
        .filteredOn(file -> VAGUE.matcher(file.getFileName().toString()).matches())
        .as("names that hide the concept: name it with a word of ARCHITECTURE.md")
        .isEmpty();
  }

  @Test
  void everyPackageSaysWhatNullMeans() throws IOException {
    assertThat(sources())
        .map(Path::getParent)
        .filteredOn(directory -> !marked(directory))
        .as("packages without a @NullMarked package-info.java")
        .isEmpty();
  }

  /// Tests of a JVM share its servers, and a replication slot is named after its migration.
  @Test
  void noTwoTestsNameTheSameMigration() throws IOException {
    Map<String, Set<String>> namedIn = new TreeMap<>();
    for (Path file : sources()) {
      if (file.toString().endsWith("IT.java")) {
        Matcher named = MIGRATION.matcher(Files.readString(file));
        while (named.find()) {
          namedIn
              .computeIfAbsent(named.group("name"), name -> new TreeSet<>())
              .add(file.getFileName().toString());
        }
      }
    }
    assertThat(namedIn).hasSizeGreaterThan(50);
    assertThat(namedIn.entrySet()).filteredOn(named -> named.getValue().size() > 1).isEmpty();
  }

  private static int lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A package may be spread over src/main and src/test: it is marked once.
  private static boolean marked(Path directory) {
    Path main = Path.of(directory.toString().replace("src/test/java", "src/main/java"));
    return Files.exists(directory.resolve("package-info.java"))
        || Files.exists(main.resolve("package-info.java"));
  }

  private static List<Path> sources() throws IOException {
    Path root = Path.of("..").toRealPath();
    List<Path> sources = Tree.files(root, ".java");
    assertThat(sources).as("sources under %s", root).hasSizeGreaterThan(10);
    return sources;
  }
}

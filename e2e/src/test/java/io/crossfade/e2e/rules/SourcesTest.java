package io.crossfade.e2e.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Rules that only the sources show.
class SourcesTest {
  private static final int MOST_LINES = 400;
  private static final Pattern VAGUE =
      Pattern.compile("(Abstract.*|.*(Manager|Helper|Utils?|Impl))\\.java");

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

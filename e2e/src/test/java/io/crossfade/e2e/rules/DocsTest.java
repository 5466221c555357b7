package io.crossfade.e2e.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Keeps what the pages point at alive: whoever follows a dead link at night has lost his time.
class DocsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern PATH =
      Pattern.compile("\\.?[\\w-]+(/[\\w.-]+)+/?|[\\w-]+/|\\w+\\.md");

  /// Of a table, without its head.
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| (?!refused \\||warned of \\||listed by name \\||key \\||what you bring \\|)[^|\\s]");

  private static final Pattern TEST =
      Pattern.compile("\\]\\([^)\\s]+/src/test/[^)\\s]+(IT|Test|EdgeValues)\\.java\\)");

  /// The table of types has one test for all of its lines.
  private static final Set<String> PROMISES =
      Set.of(
          "What both servers need",
          "What is carried",
          "Keys",
          "What is refused by name",
          "What only warns",
          "What is listed, and not carried");

  private final Path root = root();

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      for (String link : found(LINK, CODE.matcher(prose(page)).replaceAll(""))) {
        if (!link.contains("://") && !link.startsWith("mailto:")) {
          links++;
          if (!leadsSomewhere(page, link)) {
            dead.add(root.relativize(page) + " -> " + link);
          }
        }
      }
    }
    assertThat(links).as("relative links").isGreaterThan(10);
    assertThat(dead).as("links that lead nowhere: mend the link, or write the page").isEmpty();
  }

  @Test
  void everyFileOfThePictureIsThere() throws IOException {
    List<String> paths =
        found(CODE, prose(root.resolve("ARCHITECTURE.md"))).stream()
            .filter(code -> PATH.matcher(code).matches())
            .toList();
    assertThat(paths).as("paths in ARCHITECTURE.md").hasSizeGreaterThan(20);
    assertThat(paths)
        .filteredOn(path -> !isThere(path))
        .as("ARCHITECTURE.md names files that are not there: change the picture with the code")
        .isEmpty();
  }

  /// What the page promises somebody has tried.
  @Test
  void everyLineOfTheSupportPageNamesItsTest() throws IOException {
    List<String> promises = promises("docs/support.md", PROMISES);
    assertThat(promises).hasSizeGreaterThan(70);
    assertThat(promises).allMatch(line -> TEST.matcher(line).find());
  }

  @Test
  void everyLineOfTheReadmesSupportTableNamesItsTest() throws IOException {
    List<String> promises = promises("README.md", Set.of("What of PostgreSQL moves"));
    assertThat(promises).hasSizeGreaterThan(10);
    assertThat(promises).allMatch(line -> TEST.matcher(line).find());
  }

  private List<String> promises(String page, Set<String> sections) throws IOException {
    List<String> promises = new ArrayList<>();
    String section = "";
    for (String line : Files.readAllLines(root.resolve(page))) {
      section = line.startsWith("## ") ? line.substring(3) : section;
      if (sections.contains(section) && ROW.matcher(line).find()) {
        promises.add(line);
      }
    }
    return promises;
  }

  private boolean leadsSomewhere(Path page, String link) throws IOException {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    if (!target.startsWith(root) || !Files.exists(target)) {
      return false;
    }
    return hash < 0
        || !target.toString().endsWith(".md")
        || found(HEADING, prose(target)).stream()
            .map(DocsTest::anchor)
            .anyMatch(link.substring(hash + 1)::equals);
  }

  /// A page may leave out what is the same in every module: `engine/steps/Verify.java` lies in
  /// `engine/src/main/java/io/crossfade/engine/steps`.
  private boolean isThere(String path) {
    Path whole = root.resolve(path);
    if (Files.exists(whole)) {
      return true;
    }
    Optional<Path> module =
        Stream.iterate(whole, Objects::nonNull, Path::getParent)
            .takeWhile(directory -> directory.startsWith(root) && !directory.equals(root))
            .filter(directory -> Files.exists(directory.resolve("pom.xml")))
            .findFirst();
    return module.filter(home -> isThere(home, home.relativize(whole))).isPresent();
  }

  private static boolean isThere(Path module, Path inside) {
    return Stream.of("main/java", "main/resources", "test/java")
        .map(kind -> module.resolve("src").resolve(kind).resolve("io/crossfade"))
        .map(kind -> kind.resolve(module.getFileName()).resolve(inside))
        .anyMatch(Files::exists);
  }

  /// As the sites that show Markdown make them of headings.
  private static String anchor(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .strip()
        .replace(' ', '-');
  }

  private static String prose(Path page) throws IOException {
    return BLOCK.matcher(Files.readString(page)).replaceAll("");
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult r) -> r.group(1)).toList();
  }

  private List<Path> pages() throws IOException {
    return Tree.files(root, ".md").stream()
        .filter(file -> !root.relativize(file).toString().matches("(.*/)?\\.\\w+/.*"))
        .toList();
  }

  private static Path root() {
    try {
      return Path.of("..").toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

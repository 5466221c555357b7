package io.crossfade.e2e.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What of others is in the house, and by which leave.
class DependenciesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern DEPENDENCY = Pattern.compile("(?s)<dependency>(.*?)</dependency>");
  private static final Pattern UNPACKED =
      Pattern.compile("(?s)<artifactItem>(.*?)</artifactItem>");
  private static final Pattern MANAGED =
      Pattern.compile("(?s)<dependencyManagement>.*?</dependencyManagement>|<plugins>.*?</plugins>");

  /// The first column of a table; a second artifact of the same group may leave that out.
  private static final Pattern NAMED = Pattern.compile("(?m)^\\| ([^|]*:[^|]*) \\|");

  @Test
  void eachDependencyOfOursHasAReason() throws Exception {
    Set<String> used = new TreeSet<>();
    for (Path pom : poms()) {
      String text = Files.readString(pom);
      List<String> dependencies = new ArrayList<>(found(UNPACKED, text));
      dependencies.addAll(found(DEPENDENCY, MANAGED.matcher(text).replaceAll("")));
      for (String dependency : dependencies) {
        String group = element("groupId", dependency);
        if (!group.equals("io.crossfade")) {
          used.add(group + ":" + element("artifactId", dependency));
        }
      }
    }
    String page = Files.readString(ROOT.resolve("docs/dependencies.md"));
    Set<String> named = new TreeSet<>();
    for (String cell : found(NAMED, page)) {
      named.addAll(names(cell));
    }
    assertThat(used)
        .as("in a pom.xml, without a reason in docs/dependencies.md")
        .hasSizeGreaterThan(40)
        .filteredOn(library -> named.stream().noneMatch(name -> means(name, library)))
        .isEmpty();
    assertThat(named)
        .as("in docs/dependencies.md, and in no pom.xml")
        .filteredOn(name -> used.stream().noneMatch(library -> means(name, library)))
        .isEmpty();
  }

  /// All jars of what is installed, those of others' dependencies too. The page is in the archive.
  @Test
  void theListOfWhatIsInstalledIsTrueAndHoldsNothingThatForbidsItsUse() throws Exception {
    Optional<Path> classPath =
        Stream.of("../cli/target/classpath", "../cli/target/fast/classpath")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst();
    assumeThat(classPath).as("the build of cli writes its class path when it packs").isPresent();
    TreeSet<String> rows = new TreeSet<>();
    for (String jar : Files.readString(classPath.orElseThrow()).split(File.pathSeparator, -1)) {
      Optional<Library> library = Library.of(Path.of(jar.strip()));
      if (library.isPresent()) {
        rows.add(library.get().row());
      }
    }
    assertThat(rows).filteredOn(row -> row.contains("NOT ALLOWED")).isEmpty();
    List<String> listed =
        Files.readAllLines(ROOT.resolve("docs/bill-of-materials.md")).stream()
            .filter(line -> line.contains(":") && line.startsWith("| "))
            .toList();
    assertThat(listed)
        .as("docs/bill-of-materials.md; it should be:\n" + String.join("\n", rows))
        .isEqualTo(List.copyOf(rows));
  }

  private static List<Path> poms() throws Exception {
    List<Path> poms = new ArrayList<>(List.of(ROOT.resolve("pom.xml")));
    for (String module : found(Pattern.compile("<module>(.*?)</module>"), text("pom.xml"))) {
      Path at = ROOT.resolve(module);
      poms.add(module.endsWith(".xml") ? at : at.resolve("pom.xml"));
    }
    return poms;
  }

  private static String text(String file) throws Exception {
    return Files.readString(ROOT.resolve(file));
  }

  private static String element(String name, String xml) {
    return found(Pattern.compile("<%1$s>(.*?)</%1$s>".formatted(name)), xml).getFirst();
  }

  private static List<String> names(String cell) {
    List<String> names = new ArrayList<>();
    String group = "";
    for (String name : cell.split(", ", -1)) {
      int colon = name.indexOf(':');
      group = colon < 0 ? group : name.substring(0, colon);
      String artifact = name.substring(colon + 1);
      boolean ending = artifact.startsWith("-");
      names.add(group + ":" + (ending ? "*" + artifact : artifact));
    }
    return names;
  }

  private static boolean means(String name, String library) {
    return library.matches(Pattern.quote(name).replace("*", "\\E.*\\Q"));
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(DependenciesTest::first).toList();
  }

  private static String first(MatchResult match) {
    return match.group(1);
  }
}

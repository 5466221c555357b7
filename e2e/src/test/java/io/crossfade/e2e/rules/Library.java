package io.crossfade.e2e.rules;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// A jar of somebody else, as it lies in the local repository beside its pom.
record Library(Path repository, String group, String artifact, String version) {
  /// As poms name them: by the name in the list. Those of this list may be used in what is sold,
  /// unchanged and as jars of their own; one that is not here needs a decision first.
  private static final Map<String, String> ALLOWED =
      Map.ofEntries(
          Map.entry("apache license, version 2.0", "Apache-2.0"),
          Map.entry("apache license version 2.0", "Apache-2.0"),
          Map.entry("apache license 2.0", "Apache-2.0"),
          Map.entry("apache software license, version 2.0", "Apache-2.0"),
          Map.entry("apache 2.0", "Apache-2.0"),
          Map.entry("apache-2.0", "Apache-2.0"),
          Map.entry("mit", "MIT"),
          Map.entry("mit license", "MIT"),
          Map.entry("bsd-2-clause", "BSD-2-Clause"),
          Map.entry("bsd 2-clause license", "BSD-2-Clause"),
          Map.entry("bsd 2-clause \"simplified\" license", "BSD-2-Clause"),
          Map.entry("bsd-3-clause", "BSD-3-Clause"),
          Map.entry("bsd 3-clause", "BSD-3-Clause"),
          Map.entry("go license", "BSD-3-Clause"),
          Map.entry("edl 1.0", "BSD-3-Clause"),
          Map.entry("public domain, per creative commons cc0", "CC0-1.0"),
          Map.entry("mpl 2.0", "MPL-2.0"),
          Map.entry("epl 1.0", "EPL-1.0"),
          Map.entry("epl 2.0", "EPL-2.0"),
          Map.entry("epl-2.0", "EPL-2.0"),
          Map.entry("gpl2 w/ cpe", "GPL-2.0 with Classpath Exception"),
          Map.entry("lgpl-2.1-only", "LGPL-2.1"),
          Map.entry("lgpl-2.1-or-later", "LGPL-2.1"),
          Map.entry("gnu library or lesser general public license (lgpl) v2.1", "LGPL-2.1"));

  /// Nothing, where it is one of ours.
  static Optional<Library> of(Path jar) {
    Path version = jar.getParent();
    Path repository = jar;
    while (repository != null && !repository.endsWith("repository")) {
      repository = repository.getParent();
    }
    if (version == null || repository == null) {
      return Optional.empty();
    }
    Path at = repository.relativize(version);
    int names = at.getNameCount();
    String group = at.subpath(0, names - 2).toString().replace('/', '.');
    return group.startsWith("io.crossfade")
        ? Optional.empty()
        : Optional.of(
            new Library(
                repository, group, at.getName(names - 2).toString(), at.getFileName().toString()));
  }

  /// As a row of the page.
  String row() throws Exception {
    return "| %s:%s | %s | %s |".formatted(group, artifact, version, licence());
  }

  private String licence() throws Exception {
    TreeSet<String> licences = new TreeSet<>();
    for (String name : licences(group, artifact, version)) {
      String known = name.toLowerCase(Locale.ROOT).replaceFirst("^the ", "");
      licences.add(ALLOWED.getOrDefault(known, "NOT ALLOWED: " + name));
    }
    return licences.isEmpty() ? "NOT ALLOWED: none is told" : String.join(" or ", licences);
  }

  /// Of the pom, or of the nearest parent that tells one.
  private List<String> licences(String group, String artifact, String version) throws Exception {
    Path pom =
        repository
            .resolve(group.replace('.', '/'))
            .resolve(artifact)
            .resolve(version)
            .resolve(artifact + "-" + version + ".pom");
    Element project =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(Files.newInputStream(pom))
            .getDocumentElement();
    List<String> names = new ArrayList<>();
    for (Element all : children(project, "licenses").toList()) {
      children(all, "license").map(one -> text(one, "name")).forEach(names::add);
    }
    Optional<Element> parent = children(project, "parent").findFirst();
    return names.isEmpty() && parent.isPresent()
        ? licences(
            text(parent.get(), "groupId"),
            text(parent.get(), "artifactId"),
            text(parent.get(), "version"))
        : names;
  }

  private static String text(Element of, String name) {
    return children(of, name)
        .findFirst()
        .map(Element::getTextContent)
        .map(String::strip)
        .orElse("");
  }

  private static Stream<Element> children(Element of, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = of.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found.stream();
  }
}

package io.crossfade.demo.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// The packages of a Debian release and what they want of one another: text in every script, enums,
/// arrays, bytes, a computed column, a trigger, a view, and tables that refer to each other.
public final class DebianPackages implements Sample {
  private static final URI MIRROR =
      URI.create("http://deb.debian.org/debian/dists/bookworm/main/binary-amd64/Packages.gz");
  private static final List<String> RELATIONS =
      List.of(
          "Pre-Depends",
          "Depends",
          "Recommends",
          "Suggests",
          "Enhances",
          "Breaks",
          "Conflicts",
          "Replaces");

  private final @Nullable Path file;

  /// @param file as `apt-cache dumpavail` writes it, or a mirror's `Packages.gz`; null to fetch
  ///   Debian 12's from its mirror
  public DebianPackages(@Nullable Path file) {
    this.file = file;
  }

  @Override
  public String name() {
    return "debian";
  }

  @Override
  public String about() {
    return "the packages of Debian 12 and what they depend on";
  }

  /// PostgreSQL 18 takes "adding" for a form of "add", 16 of "ad".
  @Override
  public String added() {
    return """
    mapping:
      debian.packages:
        columns:
          search: {compare: never}
    """;
  }

  @Override
  public void build(Connection connection) throws SQLException, IOException {
    execute(connection, "debian.sql");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(open(), StandardCharsets.UTF_8))) {
      Tables tables = new Tables(connection);
      Paragraph one = Paragraph.read(lines);
      while (one != null) {
        tables.take(one);
        one = Paragraph.read(lines);
      }
      tables.flush();
    }
    execute(connection, "debian-keys.sql");
  }

  private InputStream open() throws IOException {
    InputStream bytes = file == null ? MIRROR.toURL().openStream() : Files.newInputStream(file);
    boolean packed = file == null || file.toString().endsWith(".gz");
    return packed ? new GZIPInputStream(bytes) : bytes;
  }

  private static void execute(Connection connection, String script)
      throws SQLException, IOException {
    try (InputStream file = DebianPackages.class.getResourceAsStream(script);
        Statement statement = connection.createStatement()) {
      if (file == null) {
        throw new IOException(script + " is not on the class path: build demo again");
      }
      statement.execute(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /// The tables that one reading of the list fills.
  private static final class Tables {
    private final CopyText maintainers;
    private final CopyText packages;
    private final CopyText relations;
    private final CopyText provisions;
    private final Map<String, Integer> people = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    Tables(Connection connection) {
      maintainers = new CopyText(connection, "maintainers (id, name)");
      packages =
          new CopyText(
              connection,
              "packages (name, version, architecture, maintainer, section, priority, essential,"
                  + " installed_size, size, sha256, homepage, summary, tags)");
      relations = new CopyText(connection, "relations");
      provisions = new CopyText(connection, "provisions");
    }

    /// A package of which the list has several versions is taken once.
    void take(Paragraph one) throws SQLException, IOException {
      String name = one.get("Package");
      if (name.isEmpty() || !names.add(name)) {
        return;
      }
      packages.row(
          name,
          one.get("Version"),
          one.get("Architecture"),
          maintainer(one.get("Maintainer")),
          one.orNull("Section"),
          one.get("Priority"),
          one.get("Essential").equals("yes"),
          one.orNull("Installed-Size"),
          one.get("Size"),
          "\\x" + one.get("SHA256"),
          one.orNull("Homepage"),
          one.get("Description"),
          "{" + one.get("Tag").replace(" ", "") + "}");
      for (String relation : RELATIONS) {
        for (Wanted wanted : Wanted.in(one.get(relation))) {
          relations.row(
              name,
              relation,
              wanted.position(),
              wanted.alternative(),
              wanted.name(),
              wanted.operator(),
              wanted.version());
        }
      }
      Set<String> provided = new HashSet<>();
      for (Wanted provides : Wanted.in(one.get("Provides"))) {
        if (provided.add(provides.name())) {
          provisions.row(name, provides.name(), provides.version());
        }
      }
    }

    private int maintainer(String name) throws SQLException, IOException {
      Integer known = people.get(name);
      if (known != null) {
        return known;
      }
      int id = people.size() + 1;
      people.put(name, id);
      maintainers.row(id, name);
      return id;
    }

    void flush() throws SQLException, IOException {
      for (CopyText table : List.of(maintainers, packages, relations, provisions)) {
        table.flush();
      }
    }
  }
}

package io.crossfade.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The programs we are measured against: those of Debian's PostgreSQL 15, called without its
/// wrappers.
///
/// @param missing what was not found, for people
record Peers(List<String> missing) {
  /// The programs of the server too, if they are there.
  static final Path HOME = Path.of("/usr/lib/postgresql/15");

  private static final List<String> PROGRAMS =
      List.of(
          "postgres",
          "psql",
          "pg_dump",
          "pg_restore",
          "pg_recvlogical",
          "pgbench",
          "pgcopydb",
          "pg_comparator",
          "pgbouncer",
          "mariadb",
          "pgloader");
  private static final List<String> PACKAGES =
      List.of(
          "postgresql-15",
          "pgcopydb",
          "postgresql-comparator",
          "pgbouncer",
          "mariadb-client",
          "pgloader");

  static Peers find(boolean install) throws Exception {
    List<String> missing = missingPrograms();
    if (install && !missing.isEmpty() && mayInstall()) {
      System.err.println("bench: installing " + String.join(" ", PACKAGES) + " for " + missing);
      Programs.run(List.of("apt-get", "-q", "update"));
      List<String> command = new ArrayList<>(List.of("apt-get", "-q", "install", "-y"));
      command.add("--no-install-recommends");
      command.addAll(PACKAGES);
      Programs.run(command);
      missing = missingPrograms();
    }
    return new Peers(
        missing.stream()
            .map(p -> p + " is not here; on Debian: apt-get install " + String.join(" ", PACKAGES))
            .toList());
  }

  private static boolean mayInstall() {
    return "root".equals(System.getProperty("user.name")) && inPath("apt-get").isPresent();
  }

  private static List<String> missingPrograms() {
    return PROGRAMS.stream().filter(name -> path(name).isEmpty()).toList();
  }

  boolean have(String program) {
    return path(program).isPresent();
  }

  /// Whether the servers are of that version, which the programs that dump insist on.
  boolean haveServer() {
    return have("postgres");
  }

  String program(String name) {
    return path(name)
        .orElseThrow(() -> new IllegalStateException(name + " is not here"))
        .toString();
  }

  private static Optional<Path> path(String name) {
    Path own = HOME.resolve("bin").resolve(name);
    return Files.isExecutable(own) ? Optional.of(own) : inPath(name);
  }

  private static Optional<Path> inPath(String name) {
    String places = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Stream.of(places.split(File.pathSeparator))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}

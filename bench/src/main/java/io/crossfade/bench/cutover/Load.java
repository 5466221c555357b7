package io.crossfade.bench.cutover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// pgbench's own transactions, so many a second.
record Load(String protocol, int sessions, int rate, int seconds) {
  private static final Pattern DONE = Pattern.compile("actually processed: ([0-9]+)");
  private static final Pattern FAILED = Pattern.compile("failed transactions: ([0-9]+)");

  /// Times are in milliseconds, from the moment in which a transaction was due.
  ///
  /// @param most what 99 of 100 have not exceeded
  record Result(long done, long failed, double longest, double median, double most) {}

  Running start(int port, String user, String database, Path notes) throws IOException {
    List<String> command = new ArrayList<>(List.of(program(), "-n", "-M", protocol, "-j", "2"));
    command.addAll(List.of("-c", "" + sessions, "-R", "" + rate, "-T", "" + seconds));
    command.addAll(List.of("-l", "--log-prefix=" + notes.resolve("log")));
    command.addAll(List.of("-h", "127.0.0.1", "-p", "" + port, "-U", user, database));
    return new Running(process(command), notes);
  }

  /// Makes pgbench's tables, with a key for the one that has none.
  static void tables(int port, String user, String database) throws Exception {
    List<String> command = List.of(program(), "-i", "-q", "-s", "10", "-h", "127.0.0.1");
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("-p", "" + port, "-U", user, database));
    Process process = process(all);
    String said = said(process);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("pgbench -i has failed:\n" + said);
    }
  }

  private static Process process(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  private static String said(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /// In PATH, or where Debian keeps those of which there are several versions.
  private static String program() throws IOException {
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
    return places.stream()
        .map(place -> place.resolve("pgbench"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException("pgbench is not installed; apt-get install postgresql"));
  }

  record Running(Process process, Path notes) {
    /// When it has ended by itself.
    Result result() throws IOException {
      String said = said(process);
      double[] millis;
      try (Stream<Path> logs = Files.list(notes)) {
        millis = logs.flatMap(Running::lines).mapToDouble(Running::millis).sorted().toArray();
      }
      if (millis.length == 0) {
        throw new IllegalStateException("pgbench has done nothing:\n" + said);
      }
      return new Result(
          number(DONE, said),
          number(FAILED, said),
          millis[millis.length - 1],
          millis[millis.length / 2],
          millis[millis.length * 99 / 100]);
    }

    private static Stream<String> lines(Path log) {
      try {
        return Files.readAllLines(log).stream();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static double millis(String line) {
      return Long.parseLong(line.split(" ")[2]) / 1e3;
    }

    private static long number(Pattern pattern, String said) {
      Matcher found = pattern.matcher(said);
      return found.find() ? Long.parseLong(found.group(1)) : -1;
    }
  }
}

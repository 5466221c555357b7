package io.crossfade.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A load of pgbench's.
///
/// @param kind what it does
/// @param protocol `simple`, `extended` or `prepared`
record Pgbench(Kind kind, String protocol, int clients) {
  enum Kind {
    SELECT("select", List.of("-S")),
    TPCB("tpcb", List.of());

    private final String label;
    private final List<String> options;

    Kind(String label, List<String> options) {
      this.label = label;
      this.options = options;
    }

    String label() {
      return label;
    }
  }

  private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
  private static final Pattern DONE = Pattern.compile("actually processed: ([0-9]+)");
  private static final Pattern FAILED = Pattern.compile("failed transactions: ([0-9]+)");

  /// What a run has found.
  record Found(double perSecond, long transactions) {}

  String name() {
    return protocol + ", " + clients + (clients == 1 ? " client" : " clients");
  }

  Found run(Peers peers, int port, String database, int seconds, List<String> more)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(peers.program("pgbench"), "-n"));
    command.addAll(List.of("-h", "127.0.0.1", "-p", "" + port, "-U", "postgres"));
    command.addAll(List.of("-M", protocol, "-T", "" + seconds, "-c", "" + clients));
    command.addAll(List.of("-j", "" + Math.min(Arena.WORKERS, clients)));
    command.addAll(kind.options);
    command.addAll(more);
    command.add(database);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0 || number(FAILED, said) != 0) {
      throw new IllegalStateException(command + " failed:\n" + said);
    }
    long done = (long) number(DONE, said);
    if (done == 0) {
      throw new IllegalStateException(
          command + " came to no end of a transaction; --seconds gives it more time");
    }
    return new Found(number(TPS, said), done);
  }

  /// Seconds, of half of the transactions.
  ///
  /// @param more options
  double median(Peers peers, int port, String database, int seconds, List<String> more)
      throws Exception {
    Path directory = Files.createTempDirectory("crossfade-bench-");
    try {
      List<String> all = new ArrayList<>(more);
      all.addAll(List.of("-l", "--log-prefix", directory.resolve("log").toString()));
      run(peers, port, database, seconds, all);
      return median(directory);
    } finally {
      Directories.delete(directory);
    }
  }

  /// The third word of each line is how long a transaction took, in microseconds.
  private static double median(Path directory) throws IOException {
    List<Double> micros = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        try (Stream<String> lines = Files.lines(file)) {
          lines.forEach(line -> micros.add(Double.valueOf(line.split(" ")[2])));
        }
      }
    }
    micros.sort(null);
    return micros.get(micros.size() / 2) * 1e-6;
  }

  private static double number(Pattern pattern, String said) {
    Matcher found = pattern.matcher(said);
    if (!found.find()) {
      throw new IllegalStateException("no " + pattern + " in:\n" + said);
    }
    return Double.parseDouble(found.group(1));
  }
}

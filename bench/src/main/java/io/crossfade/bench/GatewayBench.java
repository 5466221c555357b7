package io.crossfade.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// pgbench through the gateway.
@Command(
    name = "gateway",
    mixinStandardHelpOptions = true,
    description =
        "Gateway: pgbench through it, against PgBouncer in session mode, and against nobody in"
            + " between. A row is one of pgbench_accounts.")
final class GatewayBench extends BenchCommand {
  private static final String DATABASE = "through";
  private static final int ACCOUNTS_PER_SCALE = 100_000;

  /// What one takes for so many is what is compared.
  private static final int TRANSACTIONS = 10_000;

  /// Percent of the sessions.
  private static final int COMPARED = 10;

  /// Transactions a second.
  private static final int RATE = 1_000;

  private static final double MOST_ADDED_SECONDS = 0.000_15;

  @Option(names = "--seconds", paramLabel = "N", description = "Of each run. Default: 5.")
  private int seconds = 5;

  @Option(names = "--clients", paramLabel = "N", split = ",", description = "Default: 1,8,32.")
  private List<Integer> clients = List.of(1, 8, 32);

  @Option(
      names = "--protocols",
      paramLabel = "NAME",
      split = ",",
      description = "Default: simple,extended,prepared.")
  private List<String> protocols = List.of("simple", "extended", "prepared");

  @Option(
      names = "--kinds",
      paramLabel = "NAME",
      split = ",",
      description = "Of ${COMPLETION-CANDIDATES}. Default: both.")
  private List<Pgbench.Kind> kinds = List.of(Pgbench.Kind.values());

  @Override
  List<Outcome> run(Arena arena) throws Exception {
    if (!arena.peers().have("pgbench")) {
      throw new IllegalStateException("Nothing can be measured without pgbench");
    }
    Path directory = Files.createTempDirectory("crossfade-bench-");
    List<Middle> middles = new ArrayList<>();
    try {
      Site source = fill(arena, arena.servers().source(DATABASE));
      Site target = fill(arena, arena.servers().target(DATABASE));
      middles.add(Middle.direct(source));
      if (arena.peers().have(Middle.PGBOUNCER)) {
        middles.add(Middle.pgbouncer(arena.peers(), source, directory));
      }
      middles.add(Middle.gateway(source, target, 0, directory));
      for (Middle middle : middles) {
        warmUp(arena, middle);
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Pgbench.Kind kind : kinds) {
        outcomes.add(throughput(arena, kind, middles));
      }
      outcomes.add(medians(arena, middles));
      outcomes.add(compared(arena, middles.getLast(), source, target, directory));
      return outcomes;
    } finally {
      for (Middle middle : middles) {
        middle.close();
      }
      Directories.delete(directory);
    }
  }

  private static Site fill(Arena arena, Site site) throws Exception {
    Servers.make(site, "template1");
    long scale = Math.max(1, arena.rows() / ACCOUNTS_PER_SCALE);
    Programs.run(
        List.of(arena.peers().program("pgbench"), "-i", "-q", "-s", "" + scale, site.uri()));
    return site;
  }

  /// What a JVM has to compile is compiled then, most of it.
  private void warmUp(Arena arena, Middle middle) throws Exception {
    for (String protocol : protocols) {
      Pgbench load = new Pgbench(Pgbench.Kind.SELECT, protocol, Collections.max(clients));
      var _ = load.run(arena.peers(), middle.port(), DATABASE, seconds, List.of());
    }
  }

  private Outcome throughput(Arena arena, Pgbench.Kind kind, List<Middle> middles)
      throws Exception {
    List<Times> all = new ArrayList<>();
    List<Ratio> ratios = new ArrayList<>();
    double goal = kind == Pgbench.Kind.SELECT ? 0.9 : 0.95;
    for (int count : clients) {
      for (String protocol : protocols) {
        Pgbench load = new Pgbench(kind, protocol, count);
        Results results = race(arena, load.name(), middles, middle -> measure(arena, load, middle));
        all.addAll(results.all());
        String peer = load.name() + ": " + Middle.PGBOUNCER;
        if (results.have(peer)) {
          Times ours = results.of(load.name() + ": " + Middle.OURS);
          ratios.add(
              Ratio.atLeast(
                  goal,
                  load.name() + ": throughput of " + Middle.PGBOUNCER,
                  results.of(peer),
                  ours));
        }
      }
    }
    return outcome(arena, "gateway-" + kind.label(), all, ratios);
  }

  /// One client, who asks as soon as he is answered: as many times the median.
  private Outcome medians(Arena arena, List<Middle> middles) throws Exception {
    List<Times> all = new ArrayList<>();
    List<Ratio> ratios = new ArrayList<>();
    for (String protocol : protocols) {
      Pgbench load = new Pgbench(Pgbench.Kind.SELECT, protocol, 1);
      Results results = race(arena, load.name(), middles, middle -> median(arena, load, middle));
      all.addAll(results.all());
      Times direct = results.of(load.name() + ": " + Middle.DIRECT);
      double added = TRANSACTIONS * MOST_ADDED_SECONDS / direct.median(Measured::seconds);
      double most = Math.round(100 * (1 + added)) / 100.0;
      Times ours = results.of(load.name() + ": " + Middle.OURS);
      ratios.add(Ratio.atMost(most, load.name() + ": direct and 0.15 ms", ours, direct));
    }
    return outcome(arena, "gateway-median", all, ratios);
  }

  private Measured median(Arena arena, Pgbench load, Middle middle, String... more)
      throws Exception {
    double median = load.median(arena.peers(), middle.port(), DATABASE, seconds, List.of(more));
    return new Measured(TRANSACTIONS * median, 0, 0);
  }

  /// What it costs everybody that the reads of some are compared, at a rate that leaves time.
  private Outcome compared(Arena arena, Middle ours, Site source, Site target, Path directory)
      throws Exception {
    List<Times> all = new ArrayList<>();
    List<Ratio> ratios = new ArrayList<>();
    try (Middle compares = Middle.gateway(source, target, COMPARED, directory)) {
      warmUp(arena, compares);
      for (String protocol : protocols) {
        Pgbench load = new Pgbench(Pgbench.Kind.SELECT, protocol, Collections.max(clients));
        Results results =
            race(
                arena,
                load.name(),
                List.of(ours, compares),
                middle -> median(arena, load, middle, "-R", "" + RATE));
        all.addAll(results.all());
        Times dear = results.of(load.name() + ": " + compares.name());
        Times cheap = results.of(load.name() + ": " + ours.name());
        ratios.add(Ratio.atMost(1.05, load.name() + ": median without", dear, cheap));
      }
    }
    return outcome(arena, "gateway-compared", all, ratios);
  }

  private static Outcome outcome(Arena arena, String name, List<Times> times, List<Ratio> ratios)
      throws Exception {
    return new Outcome(
        name,
        arena.servers().versions(),
        new Outcome.Amount(TRANSACTIONS, 0),
        times,
        ratios,
        arena.peers().missing());
  }

  /// One way to measure whoever stands in the middle.
  private interface Run {
    Measured of(Middle middle) throws Exception;
  }

  /// In turns, as [Race] does, but what is measured is what pgbench says.
  private static Results race(Arena arena, String load, List<Middle> middles, Run run)
      throws Exception {
    Map<String, List<Measured>> runs = new LinkedHashMap<>();
    for (int round = 0; round < arena.allRounds(); round++) {
      for (Middle middle : middles) {
        arena.servers().settle();
        Measured measured = run.of(middle);
        System.err.printf(
            Locale.ROOT,
            "bench: round %d of %d: %s: %s %.2f s%n",
            round,
            arena.allRounds() - 1,
            load,
            middle.name(),
            measured.seconds());
        if (round >= arena.discarded()) {
          runs.computeIfAbsent(load + ": " + middle.name(), name -> new ArrayList<>())
              .add(measured);
        }
      }
    }
    return new Results(
        runs.entrySet().stream().map(e -> new Times(e.getKey(), e.getValue())).toList());
  }

  /// For [#TRANSACTIONS] of them.
  private Measured measure(Arena arena, Pgbench load, Middle middle) throws Exception {
    double between = middle.cpuSeconds();
    double servers = arena.servers().cpuSeconds();
    Pgbench.Found found = load.run(arena.peers(), middle.port(), DATABASE, seconds, List.of());
    double each = TRANSACTIONS / (double) found.transactions();
    return new Measured(
        TRANSACTIONS / found.perSecond(),
        (middle.cpuSeconds() - between) * each,
        (arena.servers().cpuSeconds() - servers) * each);
  }
}

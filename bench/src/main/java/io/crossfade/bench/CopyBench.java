package io.crossfade.bench;

import io.crossfade.bench.WideRows.Way;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/// Copies the wide tables into an empty database.
@Command(
    name = "copy",
    mixinStandardHelpOptions = true,
    description = "Copy: against psql pipes, pgcopydb and pg_dump | pg_restore.")
final class CopyBench extends BenchCommand {
  private static final String PASSED = "ours, passed through";
  private static final String COLD = "ours, passed through, new process";
  private static final String CAST = "ours, every column cast";
  private static final String COMPUTED = "ours, every column computed";
  private static final String PIPES = "two psql binary COPY pipes";
  private static final String CAST_PIPES = "two such pipes with the same casts";
  private static final String PGCOPYDB = "pgcopydb clone, 2 jobs";
  private static final String DUMP = "pg_dump -Fd -j2, pg_restore -j2";

  @Override
  List<Outcome> run(Arena arena) throws Exception {
    Site source = Servers.make(arena.servers().source("wide"), "template0");
    WideRows.create(source);
    WideRows.fill(source, arena.rows());
    Results results = Race.run(arena, contestants(arena, new Copying(arena, source)));
    return List.of(
        new Outcome(
            "copy",
            arena.servers().versions(),
            new Outcome.Amount(arena.rows(), WideRows.bytes(source)),
            results.all(),
            ratios(results),
            arena.peers().missing()));
  }

  /// Ours and theirs by turns.
  private static List<Contestant> contestants(Arena arena, Copying copying) {
    Peers peers = arena.peers();
    List<Contestant> all = new ArrayList<>();
    all.add(copying.ours(PASSED, Way.PASSED));
    if (peers.have("psql")) {
      all.add(copying.pipes(PIPES, Way.PASSED));
    }
    all.add(copying.newProcess(COLD));
    if (peers.haveServer() && peers.have("pgcopydb")) {
      all.add(copying.pgcopydb(PGCOPYDB));
    }
    all.add(copying.ours(CAST, Way.CAST));
    if (peers.have("psql")) {
      all.add(copying.pipes(CAST_PIPES, Way.CAST));
    }
    if (peers.haveServer()) {
      all.add(copying.dump(DUMP));
    }
    all.add(copying.ours(COMPUTED, Way.COMPUTED));
    return all;
  }

  private static List<Ratio> ratios(Results results) {
    List<Ratio> ratios = new ArrayList<>();
    if (results.have(PIPES)) {
      Times pipes = results.of(PIPES);
      String speed = "speed of " + PIPES + ": ";
      ratios.add(Ratio.atLeast(0.95, speed + PASSED, pipes, results.of(PASSED)));
      ratios.add(
          Ratio.atLeast(0.85, "speed of " + CAST_PIPES, results.of(CAST_PIPES), results.of(CAST)));
      ratios.add(Ratio.atLeast(0.85, speed + CAST, pipes, results.of(CAST)));
      ratios.add(Ratio.atLeast(0.85, speed + COMPUTED, pipes, results.of(COMPUTED)));
      ratios.add(Ratio.atLeast(0.85, speed + COLD, pipes, results.of(COLD)));
    }
    for (String tool : List.of(PGCOPYDB, DUMP)) {
      if (results.have(tool)) {
        Times peer = results.of(tool);
        ratios.add(Ratio.cpuAtLeast(1.3, "CPU of " + tool, peer, results.of(PASSED)));
        ratios.add(Ratio.atLeast(2.0, "time of " + tool + " (an aim)", peer, results.of(PASSED)));
      }
    }
    return ratios;
  }
}

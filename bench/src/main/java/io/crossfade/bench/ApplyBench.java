package io.crossfade.bench;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/// Applies a backlog of changes.
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = "Apply changes: against PostgreSQL's own subscription.")
final class ApplyBench extends BenchCommand {
  @Override
  List<Outcome> run(Arena arena) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    outcomes.add(run(arena, Backlog.inserts(arena.rows()), List.of(1.0, 1.5)));
    if (arena.peers().have("pgbench")) {
      outcomes.add(run(arena, Backlog.pgbench(arena.peers(), arena.rows()), List.of(1.8)));
    }
    return outcomes;
  }

  private static Outcome run(Arena arena, Backlog backlog, List<Double> goals) throws Exception {
    Applying applying = new Applying(arena, backlog);
    long changes = applying.prepare();
    Results results = Race.run(arena, applying.contestants());
    return new Outcome(
        "apply-" + backlog.name(),
        arena.servers().versions(),
        new Outcome.Amount(changes, 0),
        results.all(),
        goals.stream()
            .map(goal ->
                Ratio.atLeast(
                    goal,
                    "speed of PostgreSQL's own subscription",
                    results.of(Applying.SUBSCRIPTION),
                    results.of(Applying.OURS)))
            .toList(),
        arena.peers().missing());
  }
}

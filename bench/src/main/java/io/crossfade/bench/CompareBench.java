package io.crossfade.bench;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/// Compares the wide tables of two databases.
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Compare: against a sum of hashes in SQL, and pg_comparator.")
final class CompareBench extends BenchCommand {
  private static final String EQUAL = "ours, exact, equal tables";
  private static final String AS_VALUES = "ours, SQL's equality, equal tables";
  private static final String DIFFERENT = "ours, exact, 10 rows differ";
  private static final String SUM = "sum(hashtextextended(t::text, 0)), both at once";
  private static final String PG_COMPARATOR = "pg_comparator, both tables at once";

  @Override
  List<Outcome> run(Arena arena) throws Exception {
    Comparing comparing = new Comparing(arena);
    comparing.prepare();
    List<Contestant> contestants = new ArrayList<>();
    contestants.add(comparing.ours(EQUAL, 0));
    contestants.add(comparing.sum(SUM));
    contestants.add(comparing.oursAsValues(AS_VALUES));
    contestants.add(comparing.ours(DIFFERENT, Comparing.DIFFERING));
    if (arena.peers().haveServer() && arena.peers().have("pg_comparator")) {
      contestants.add(comparing.pgComparator(PG_COMPARATOR));
    }
    Results results = Race.run(arena, contestants);
    List<Ratio> ratios = new ArrayList<>();
    Times ours = results.of(EQUAL);
    ratios.add(Ratio.atLeast(1.5, "speed of the sum of hashes", results.of(SUM), ours));
    ratios.add(
        Ratio.atLeast(
            2.0,
            "SQL's equality: speed of the sum of hashes",
            results.of(SUM),
            results.of(AS_VALUES)));
    if (results.have(PG_COMPARATOR)) {
      ratios.add(Ratio.atLeast(2.0, "speed of pg_comparator", results.of(PG_COMPARATOR), ours));
    }
    ratios.add(Ratio.atMost(1.3, "finding 10 rows, to finding none", results.of(DIFFERENT), ours));
    return List.of(
        new Outcome(
            "compare",
            arena.servers().versions(),
            new Outcome.Amount(arena.rows(), WideRows.bytes(arena.servers().source("compare"))),
            results.all(),
            ratios,
            arena.peers().missing()));
  }
}

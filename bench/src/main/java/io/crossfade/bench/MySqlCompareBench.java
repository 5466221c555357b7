package io.crossfade.bench;

import io.crossfade.model.Direction;
import io.crossfade.model.Mapping;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.Verdict;
import io.crossfade.transfer.compare.TableComparison;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;

/// Compares the tables of a MariaDB server with those of PostgreSQL: both tables at once, so that
/// each contestant has four connections.
@Command(
    name = "compare-mysql",
    mixinStandardHelpOptions = true,
    description = "Compare MariaDB with PostgreSQL: against reading both, and against MD5 in both.")
final class MySqlCompareBench extends BenchCommand {
  private static final String OURS = "ours";
  private static final String ROWS = "reading both sides, rows thrown away";
  private static final String VALUES = "reading both sides, each value taken";
  private static final String MD5 = "sums of md5(concat_ws(...)), chunk by chunk";

  @Override
  List<Outcome> run(Arena arena) throws Exception {
    Path directory = Files.createTempDirectory("crossfade-bench-");
    try (MySqlSite source = MySqlSite.start(directory.resolve("mariadb"), "mixed")) {
      arena.servers().alsoCount(source.server().pid());
      Site target = prepare(arena, source);
      Results results =
          Race.run(
              arena,
              List.of(
                  ours(arena, source, target),
                  contestant(ROWS, () -> read(new PlainReading(source, target, false))),
                  contestant(VALUES, () -> read(new PlainReading(source, target, true))),
                  contestant(MD5, () -> sum(source, target, arena.rows()))));
      Times ours = results.of(OURS);
      return List.of(
          new Outcome(
              "compare-mysql",
              source.rows("SELECT version()").getFirst() + " -> " + arena.servers().version(),
              new Outcome.Amount(arena.rows(), 0),
              results.all(),
              List.of(
                  Ratio.atLeast(0.85, "speed of " + ROWS, results.of(ROWS), ours),
                  Ratio.atLeast(0.85, "speed of " + VALUES, results.of(VALUES), ours),
                  Ratio.atLeast(1.5, "speed of " + MD5, results.of(MD5), ours)),
              arena.peers().missing()));
    } finally {
      Directories.delete(directory);
    }
  }

  private static Contestant contestant(String name, Callable<?> run) {
    return new Contestant(name, round -> {}, round -> run.call(), round -> {});
  }

  /// Both sides have the same rows, and a stream to tell what changes.
  private static Site prepare(Arena arena, MySqlSite source) throws Exception {
    ComparedRows.fill(source, arena.rows());
    Site target = Servers.make(arena.servers().target("mixed"), "template0");
    ComparedRows.create(target);
    try (Ours ours = ours(source, target)) {
      ours.retain(ComparedRows.TABLES);
      ours.begin(mapping(ours));
      ours.copy(mapping(ours));
    }
    for (String table : ComparedRows.TABLES) {
      target.sql("VACUUM ANALYZE " + table);
    }
    return target;
  }

  private static Ours ours(MySqlSite source, Site target) {
    return Ours.open("mixed", source.endpoint(), target.endpoint());
  }

  private static Mapping mapping(Ours ours) {
    List<Table> there = ours.target().catalog().tables();
    return ours.mapping(
        ComparedRows.TABLES,
        from ->
            MySqlRows.converted(
                from,
                there.stream()
                    .filter(to -> to.name().name().equals(from.name().name()))
                    .findFirst()
                    .orElseThrow()));
  }

  /// In a migration the stream runs already when a comparison begins.
  private static Contestant ours(Arena arena, MySqlSite source, Site target) {
    AtomicReference<Running> running = new AtomicReference<>();
    return new Contestant(
        OURS,
        round -> running.set(Running.start(ours(source, target))),
        round -> running.get().compare(arena.rows()),
        round -> running.get().close());
  }

  private record Running(Ours ours, Mapping mapping, Following following) implements AutoCloseable {
    static Running start(Ours ours) {
      Mapping mapping = MySqlCompareBench.mapping(ours);
      Running running = new Running(ours, mapping, ours.follow(mapping));
      running.following().catchUp();
      return running;
    }

    void compare(long expected) throws Exception {
      TableComparison comparison =
          new TableComparison(ours.runner(), ours.runner(), Direction.FORWARD, following);
      List<Callable<Verdict>> work = new ArrayList<>();
      for (TableMapping table : mapping.tables()) {
        work.add(() -> comparison.compare(table, Ours.CHUNK_ROWS, rows -> {}));
      }
      List<Verdict> verdicts = atOnce(work);
      long rows = verdicts.stream().mapToLong(Verdict::rows).sum();
      if (rows != expected || verdicts.stream().anyMatch(v -> !v.drift().isEmpty())) {
        throw new IllegalStateException(rows + " rows were compared, or some differ: " + verdicts);
      }
    }

    @Override
    public void close() {
      following.close();
      ours.close();
    }
  }

  private static List<Long> read(PlainReading reading) throws Exception {
    List<Callable<Long>> work = new ArrayList<>();
    for (String table : ComparedRows.TABLES) {
      work.add(() -> reading.mariadb(table));
      work.add(() -> reading.postgresql(table));
    }
    return atOnce(work);
  }

  /// Range by range, as long as ours; the next one is asked for when both sides have answered.
  private static List<Boolean> sum(MySqlSite source, Site target, long rows) throws Exception {
    List<Callable<Boolean>> work = new ArrayList<>();
    for (String table : ComparedRows.TABLES) {
      work.add(() -> new Md5Sums(source, target, table).areEqual(rows));
    }
    if (!atOnce(work).stream().allMatch(equal -> equal)) {
      throw new IllegalStateException("the tables differ by their sums of MD5");
    }
    return List.of();
  }

  private static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(work)) {
        results.add(result.get());
      }
      return results;
    }
  }
}

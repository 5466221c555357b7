package io.crossfade.bench;

import io.crossfade.connector.ChangeStream;
import io.crossfade.model.Direction;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mark;
import io.crossfade.model.Position;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/// Reads backlogs of changes of a MariaDB server and does nothing with them.
@Command(
    name = "read-mysql",
    mixinStandardHelpOptions = true,
    description = "Read changes of MariaDB: against the bare binlog client.")
final class MySqlReadBench extends BenchCommand {
  private static final String OURS = "ours, every change decoded";
  private static final String PEER = "the bare binlog client, every row decoded";
  private static final String MIGRATION = "read";

  /// Where a backlog lies in the log, by our name of the place and by the server's.
  private record Waiting(
      MySqlBacklog backlog,
      Position from,
      Position end,
      MySqlSite.Place begins,
      MySqlSite.Place ends) {}

  @Override
  List<Outcome> run(Arena arena) throws Exception {
    Path directory = Files.createTempDirectory("crossfade-bench-");
    try (MySqlSite source = MySqlSite.start(directory.resolve("mariadb"), "wide");
        Ours ours = Ours.open(MIGRATION, source.endpoint(), source.endpoint())) {
      arena.servers().alsoCount(source.server().pid());
      MySqlBacklog.create(source, arena.rows());
      ours.retain(MySqlBacklog.TABLES);
      List<Waiting> waiting = new ArrayList<>();
      for (MySqlBacklog.Size size : MySqlBacklog.Size.values()) {
        for (String image : List.of("FULL", "MINIMAL")) {
          waiting.add(write(source, ours, MySqlBacklog.of(size, image, arena.rows())));
        }
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Waiting some : waiting) {
        outcomes.add(race(arena, source, ours, some));
        System.err.println("bench: " + heap(ours, some));
      }
      return outcomes;
    } finally {
      Directories.delete(directory);
    }
  }

  private static Waiting write(MySqlSite source, Ours ours, MySqlBacklog backlog) throws Exception {
    Position from = ours.source().log().end();
    MySqlSite.Place begins = source.place();
    backlog.write(source);
    return new Waiting(backlog, from, ours.source().log().end(), begins, source.place());
  }

  private static Outcome race(Arena arena, MySqlSite source, Ours ours, Waiting waiting)
      throws Exception {
    long changes = waiting.backlog().changes();
    Results results =
        Race.run(
            arena,
            List.of(
                contestant(OURS, changes, () -> read(ours, waiting, () -> {})),
                contestant(
                    PEER,
                    changes,
                    () -> BareBinlogClient.rows(source, waiting.begins(), waiting.ends()))));
    return new Outcome(
        "read-mysql-" + waiting.backlog().name(),
        "%s, %s".formatted(source.rows("SELECT version()").getFirst(), waiting.backlog().title()),
        new Outcome.Amount(changes, source.bytes(waiting.begins(), waiting.ends())),
        results.all(),
        List.of(
            Ratio.atLeast(
                0.9, "speed of the bare binlog client", results.of(PEER), results.of(OURS))),
        List.of());
  }

  private interface Reading {
    long changes() throws Exception;
  }

  private static Contestant contestant(String name, long expected, Reading reading) {
    return new Contestant(
        name,
        round -> {},
        round -> {
          long changes = reading.changes();
          if (changes != expected) {
            throw new IllegalStateException("read " + changes + " changes instead of " + expected);
          }
        },
        round -> {});
  }

  /// @param looked called now and then, with the stream open
  private static long read(Ours ours, Waiting waiting, Runnable looked) {
    long changes = 0;
    long next = 0;
    try (ChangeStream stream = open(ours, waiting)) {
      while (!stream.readThrough().isAtLeast(waiting.end())) {
        LoggedTransaction transaction = stream.next(Duration.ofSeconds(1));
        changes += transaction == null ? 0 : transaction.changes().count();
        if (changes >= next) {
          looked.run();
          next += waiting.backlog().changes() / 4;
        }
      }
    }
    return changes;
  }

  private static ChangeStream open(Ours ours, Waiting waiting) {
    return ours.source()
        .log()
        .open(
            MIGRATION,
            Direction.FORWARD,
            waiting.from(),
            ours.tables(MySqlBacklog.TABLES),
            new Mark(MIGRATION, Direction.REVERSE));
  }

  /// After a collection, five times while it is read.
  private static String heap(Ours ours, Waiting waiting) {
    List<String> megabytes = new ArrayList<>();
    read(
        ours,
        waiting,
        () -> {
          System.gc();
          long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
          megabytes.add(String.format(Locale.ROOT, "%.0f", used / 1e6));
        });
    return "heap after collections, from begin to end: " + String.join(", ", megabytes) + " MB";
  }
}

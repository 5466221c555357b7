package io.crossfade.bench;

import io.crossfade.model.Direction;
import io.crossfade.model.Mapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// Copies wide tables of MariaDB into an empty database of PostgreSQL.
@Command(
    name = "copy-mysql",
    mixinStandardHelpOptions = true,
    description = "Copy from MariaDB to PostgreSQL: against mariadb | psql pipes, and pgloader.")
final class MySqlCopyBench extends BenchCommand {
  private static final String OURS = "ours";
  private static final String PIPES = "two mariadb | psql pipes";
  private static final String PGLOADER = "pgloader, 2 workers";

  /// The digest of the first copy.
  private @Nullable String seen;

  @Override
  List<Outcome> run(Arena arena) throws Exception {
    Path directory = Files.createTempDirectory("crossfade-bench-");
    try (MySqlSite source = MySqlSite.start(directory.resolve("mariadb"), "wide")) {
      arena.servers().alsoCount(source.server().pid());
      MySqlRows.fill(source, arena.rows());
      Site target = arena.servers().target("wide");
      List<Contestant> contestants = new ArrayList<>();
      contestants.add(ours(source, target));
      if (arena.peers().have("mariadb") && arena.peers().have("psql")) {
        contestants.add(pipes(arena, source, target));
      }
      if (arena.peers().have("pgloader")) {
        contestants.add(pgloader(arena, source, target, directory));
      }
      Results results = Race.run(arena, contestants);
      return List.of(
          new Outcome(
              "copy-mysql",
              source.rows("SELECT version()").getFirst() + " -> " + arena.servers().version(),
              new Outcome.Amount(arena.rows(), 0),
              results.all(),
              ratios(results),
              arena.peers().missing()));
    } finally {
      Directories.delete(directory);
    }
  }

  private static List<Ratio> ratios(Results results) {
    List<Ratio> ratios = new ArrayList<>();
    if (results.have(PIPES)) {
      ratios.add(Ratio.atLeast(1.3, "speed of " + PIPES, results.of(PIPES), results.of(OURS)));
    }
    if (results.have(PGLOADER)) {
      ratios.add(
          Ratio.atLeast(2.5, "speed of " + PGLOADER, results.of(PGLOADER), results.of(OURS)));
    }
    return ratios;
  }

  private Contestant ours(MySqlSite source, Site target) {
    return contestant(
        OURS,
        source,
        target,
        () -> ours(source, target, ours -> ours.prepare(mapping(ours))),
        round -> ours(source, target, ours -> ours.copy(mapping(ours))));
  }

  private static void ours(MySqlSite source, Site target, Consumer<Ours> work) {
    try (Ours ours = Ours.open("copy", source.endpoint(), target.endpoint())) {
      work.accept(ours);
    }
  }

  private static Mapping mapping(Ours ours) {
    return new Mapping(
        Direction.FORWARD,
        ours.tables(MySqlRows.TABLES).stream()
            .map(
                table -> MySqlRows.mapping(ours.source().catalog(), ours.target().catalog(), table))
            .toList());
  }

  private Contestant pipes(Arena arena, MySqlSite source, Site target) {
    Peers peers = arena.peers();
    List<List<List<String>>> pipes =
        MySqlRows.TABLES.stream()
            .map(table ->
                List.of(
                    source.client(peers, MySqlRows.batch(table)),
                    List.of(
                        peers.program("psql"),
                        "-qX",
                        "-d",
                        target.uri(),
                        "-c",
                        "SET TimeZone = 'UTC'; COPY " + table + " FROM STDIN (NULL 'NULL')")))
            .toList();
    return contestant(
        PIPES, source, target, () -> MySqlRows.create(target), round -> Programs.pipelines(pipes));
  }

  /// It makes the tables itself, with types that are not ours.
  private static Contestant pgloader(Arena arena, MySqlSite source, Site target, Path directory)
      throws Exception {
    Path script =
        Files.writeString(
            directory.resolve("pgloader.load"),
            """
            LOAD DATABASE FROM %s INTO %s
              WITH include no drop, create tables, create indexes, no foreign keys, workers = 2, concurrency = 1
              ALTER SCHEMA 'wide' RENAME TO 'public';
            """
                .formatted(source.uri(), target.uri()));
    return new Contestant(
        PGLOADER,
        round -> Servers.make(target, "template0"),
        round ->
            Programs.run(List.of(arena.peers().program("pgloader"), "--quiet", script.toString())),
        round -> requireAll(source, target));
  }

  private interface Tables {
    void make() throws Exception;
  }

  private Contestant contestant(
      String name, MySqlSite source, Site target, Tables tables, Contestant.Part run) {
    return new Contestant(
        name,
        round -> {
          Servers.make(target, "template0");
          tables.make();
        },
        run,
        round -> {
          requireAll(source, target);
          requireSame(name, Rows.digestOfTables(target, MySqlRows.TABLES));
        });
  }

  /// What we bring has to be what the programs of both databases bring.
  private void requireSame(String name, String digest) {
    if (seen == null) {
      seen = digest;
    }
    if (!digest.equals(seen)) {
      throw new IllegalStateException(
          name + " has brought other rows than others: " + digest + " instead of " + seen);
    }
  }

  private static void requireAll(MySqlSite source, Site target) throws Exception {
    for (String table : MySqlRows.TABLES) {
      String there = source.rows("SELECT count(*) FROM " + table).getFirst();
      String here = target.one("SELECT count(*) FROM " + table);
      if (!there.equals(here)) {
        throw new IllegalStateException(table + " has " + here + " rows instead of " + there);
      }
    }
  }
}

package io.crossfade.bench;

import io.crossfade.bench.WideRows.Way;
import io.crossfade.model.Mapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The ways to copy the wide tables. Programs that make the tables find an empty database, all
/// others the tables.
final class Copying {
  private static final Tables NO_TABLES = () -> {};

  private final Peers peers;
  private final Site source;
  private final Site target;
  private final Map<Way, String> expected = new EnumMap<>(Way.class);

  Copying(Arena arena, Site source) throws SQLException {
    this.peers = arena.peers();
    this.source = source;
    this.target = arena.servers().target(source.database());
    for (Way way : Way.values()) {
      expected.put(way, WideRows.expected(source, way));
    }
  }

  Contestant ours(String name, Way way) {
    return contestant(
        name,
        way,
        () -> ours(ours -> ours.prepare(mapping(ours, way))),
        round -> ours(ours -> ours.copy(mapping(ours, way))));
  }

  private void ours(Consumer<Ours> work) {
    try (Ours ours = Ours.open("copy", source.endpoint(), target.endpoint())) {
      work.accept(ours);
    }
  }

  private static Mapping mapping(Ours ours, Way way) {
    return ours.mapping(WideRows.TABLES, table -> WideRows.mapping(table, way));
  }

  Contestant newProcess(String name) {
    return contestant(
        name,
        Way.PASSED,
        NO_TABLES,
        round -> Programs.run(CopyProcess.command(source, target, Way.PASSED)));
  }

  /// A table each, whole: the least that two processes and two servers can do.
  Contestant pipes(String name, Way way) {
    List<List<List<String>>> pipes =
        WideRows.TABLES.stream()
            .map(table ->
                List.of(
                    psql(source, "COPY (" + way.query(table) + ") TO STDOUT (FORMAT binary)"),
                    psql(target, "COPY " + table + " FROM STDIN (FORMAT binary)")))
            .toList();
    return contestant(
        name, way, () -> WideRows.create(target, way), round -> Programs.pipelines(pipes));
  }

  private List<String> psql(Site site, String sql) {
    return List.of(peers.program("psql"), "-qX", "-d", site.uri(), "-c", sql);
  }

  Contestant pgcopydb(String name) {
    return inDirectory(
        name,
        directory ->
            Programs.run(
                List.of(
                    peers.program("pgcopydb"),
                    "clone",
                    "--source=" + source.uri(),
                    "--target=" + target.uri(),
                    "--dir=" + directory.resolve("pgcopydb"),
                    "--table-jobs=" + Arena.WORKERS,
                    "--index-jobs=" + Arena.WORKERS)));
  }

  /// Not compressed, for it stays on this machine.
  Contestant dump(String name) {
    String jobs = "-j" + Arena.WORKERS;
    return inDirectory(
        name,
        directory -> {
          String dump = directory.resolve("dump").toString();
          Programs.run(
              List.of(
                  peers.program("pg_dump"), "-Fd", "-Z0", jobs, "-f", dump, "-d", source.uri()));
          Programs.run(List.of(peers.program("pg_restore"), jobs, "-d", target.uri(), dump));
        });
  }

  private interface InDirectory {
    void run(Path directory) throws Exception;
  }

  /// A peer that puts files somewhere.
  private Contestant inDirectory(String name, InDirectory work) {
    return contestant(
        name,
        Way.PASSED,
        NO_TABLES,
        round -> {
          Path directory = Files.createTempDirectory("crossfade-bench-");
          work.run(directory);
          Directories.delete(directory);
        });
  }

  private interface Tables {
    void make() throws Exception;
  }

  private Contestant contestant(String name, Way way, Tables tables, Contestant.Part run) {
    String rows = expected.getOrDefault(way, "");
    return new Contestant(
        name,
        round -> {
          Servers.make(target, "template0");
          tables.make();
        },
        run,
        round -> Rows.requireSame(rows, target, WideRows.TABLES));
  }
}

package io.crossfade.bench;

import io.crossfade.model.Direction;
import io.crossfade.model.Equality;
import io.crossfade.model.Mapping;
import io.crossfade.model.TableMapping;
import io.crossfade.model.Verdict;
import io.crossfade.transfer.compare.SqlEquality;
import io.crossfade.transfer.compare.TableComparison;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Two databases with the same rows, and one in which a few differ.
final class Comparing {
  static final int DIFFERING = 10;

  private static final String EQUAL = "compare";
  private static final String DIFFERENT = "compare_different";

  private final Arena arena;
  private final Site source;

  Comparing(Arena arena) {
    this.arena = arena;
    this.source = arena.servers().source(EQUAL);
  }

  void prepare() throws SQLException {
    Site target = arena.servers().target(EQUAL);
    for (Site site : List.of(source, target)) {
      Servers.make(site, "template0");
      WideRows.create(site);
      WideRows.fill(site, arena.rows());
      if (arena.peers().haveServer() && arena.peers().have("pg_comparator")) {
        site.sql("CREATE EXTENSION pgcmp");
      }
    }
    Site different = Servers.make(arena.servers().target(DIFFERENT), EQUAL);
    long perTable = arena.rows() / WideRows.TABLES.size();
    int changed = DIFFERING / WideRows.TABLES.size();
    for (String table : WideRows.TABLES) {
      different.sql(
          "UPDATE %s SET amount = amount + 1 WHERE id %% %d = %d"
              .formatted(table, perTable / changed, perTable / changed / 2),
          "VACUUM ANALYZE " + table);
    }
    for (String database : List.of(EQUAL, DIFFERENT)) {
      try (Ours ours = ours(database)) {
        ours.retain(WideRows.TABLES);
        ours.begin(mapping(ours));
      }
    }
  }

  /// While the stream runs, as it does in a migration, with nothing to tell.
  Contestant ours(String name, int differing) {
    String database = differing == 0 ? EQUAL : DIFFERENT;
    return new Contestant(
        name, round -> {}, round -> compare(database, Equality.EXACT, differing), round -> {});
  }

  /// With SQL's equality where a type has a looser one.
  Contestant oursAsValues(String name) {
    return new Contestant(name, round -> {}, round -> compare(EQUAL, Equality.SQL, 0), round -> {});
  }

  private void compare(String database, Equality equality, int differing) {
    try (Ours ours = ours(database);
        Following following = ours.follow(mapping(ours))) {
      TableComparison comparison =
          new TableComparison(ours.runner(), ours.runner(), Direction.FORWARD, following);
      List<CompletableFuture<Verdict>> verdicts =
          mapping(ours).tables().stream()
              .map(table -> equal(table, equality))
              .map(table ->
                  CompletableFuture.supplyAsync(
                      () -> comparison.compare(table, Ours.CHUNK_ROWS, rows -> {}), ours.threads()))
              .toList();
      long rows = verdicts.stream().mapToLong(v -> v.join().rows()).sum();
      int drift = verdicts.stream().mapToInt(v -> v.join().drift().size()).sum();
      if (rows != arena.rows() || drift != differing) {
        throw new IllegalStateException(rows + " rows were compared, " + drift + " differ");
      }
    }
  }

  /// What one would write by hand, on both servers at once.
  Contestant sum(String name) {
    return new Contestant(
        name,
        round -> {},
        round -> {
          CompletableFuture<String> there =
              CompletableFuture.supplyAsync(() -> digest(arena.servers().target(EQUAL)));
          if (!digest(source).equals(there.join())) {
            throw new IllegalStateException("the tables differ");
          }
        },
        round -> {});
  }

  private static String digest(Site site) {
    try {
      return Rows.digestOfTables(site, WideRows.TABLES);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Contestant pgComparator(String name) {
    return new Contestant(
        name,
        round -> {},
        round ->
            Programs.pipelines(WideRows.TABLES.stream().map(t -> List.of(command(t))).toList()),
        round -> {});
  }

  /// It ends with the number of differences.
  private List<String> command(String table) {
    return List.of(
        arena.peers().program("pg_comparator"),
        url(source, table),
        url(arena.servers().target(EQUAL), table));
  }

  private static String url(Site site, String table) {
    return site.uri().replace("postgresql:", "pgsql:") + "/" + table + "?id";
  }

  private Ours ours(String database) {
    return Ours.open(database, source.endpoint(), arena.servers().target(database).endpoint());
  }

  private static TableMapping equal(TableMapping table, Equality equality) {
    Map<String, Equality> columns =
        table.written().stream()
            .filter(column -> SqlEquality.isLooser(table.to().column(column).kind()))
            .collect(Collectors.toMap(Function.identity(), column -> equality));
    return new TableMapping(table.from(), table.to(), table.columns(), columns);
  }

  private static Mapping mapping(Ours ours) {
    return ours.mapping(WideRows.TABLES, TableMapping::identity);
  }
}

package io.crossfade.transfer.stitch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.crossfade.connector.Database;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Direction;
import io.crossfade.model.Key;
import io.crossfade.model.Mapping;
import io.crossfade.model.Position;
import io.crossfade.model.RowDifference;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.Verdict;
import io.crossfade.transfer.LocalRunner;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.compare.Sync;
import io.crossfade.transfer.compare.TableComparison;
import io.crossfade.transfer.compare.TouchedKeys;
import io.crossfade.transfer.copy.CopyChunk;
import io.crossfade.transfer.follow.Follower;
import io.crossfade.transfer.follow.Following;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** A process that copies, follows, compares and repairs rows that are large beside its memory. */
final class LargeRowsProcess {
  private static final TouchedKeys TOUCHED = new TouchedKeys(1_000);

  private LargeRowsProcess() {}

  /** How large a row is, in bytes, and the character of which it consists. */
  public static void main(String[] args) {
    int characters = Integer.parseInt(args[0]) / args[1].getBytes(UTF_8).length;
    String body = "repeat('%s', %d) || ".formatted(args[1], characters);
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Scene scene = new Scene()) {
      scene
          .with(
              "CREATE TABLE plain (id int PRIMARY KEY, n int, body text)",
              "CREATE TABLE computed (id int PRIMARY KEY, n int, body text)",
              "INSERT INTO plain SELECT n, 1, " + body + "n FROM generate_series(1, 4) n",
              "INSERT INTO computed SELECT * FROM plain")
          .plan(1000);
      run(scene, threads, body);
    }
    threads.shutdown();
  }

  private static void run(Scene scene, ExecutorService threads, String body) {
    Mapping mapping = new Mapping(Direction.FORWARD, mappings(scene.tables()));
    Database source = scene.source.real();
    LocalRunner runner =
        new LocalRunner(
            Map.of(Side.SOURCE, source, Side.TARGET, scene.target.real()), threads, Timing.REAL);
    for (int i = 0; i < 2; i++) {
      var chunk = scene.open();
      new CopyChunk(scene.lease, chunk, mapping.from(chunk.id().table()).orElseThrow(), false)
          .run(runner);
    }
    say("copied");
    try (Follower follower =
        new Follower(scene.lease, mapping, runner, runner, new Silence(), work -> new Thread(work))
            .start(Following.Mode.APPLY)) {
      Sync sync = new StreamSync(scene, follower);
      for (String table : List.of("plain", "computed")) {
        scene.source.transaction(
            "UPDATE " + table + " SET body = " + body + "id || 'new' WHERE id < 4",
            "UPDATE " + table + " SET id = 40, n = 2 WHERE id = 4",
            "INSERT INTO " + table + " SELECT 5, 5, " + body + "'five'");
      }
      sync.catchUp();
      say("followed");
      for (String table : List.of("plain", "computed")) {
        scene.target.sql(
            "UPDATE " + table + " SET body = body || 'wrong'",
            "DELETE FROM " + table + " WHERE id = 1");
      }
      TableComparison comparison = new TableComparison(runner, runner, Direction.FORWARD, sync);
      List<RowDifference> drift =
          mapping.tables().stream().flatMap(t -> compare(comparison, t)).toList();
      say("differ " + drift.size());
      say("repaired " + follower.repair(drift).join());
      long left = mapping.tables().stream().flatMap(t -> compare(comparison, t)).count();
      say("differ " + left);
    }
    runner.close();
  }

  private static Stream<RowDifference> compare(TableComparison comparison, TableMapping table) {
    Verdict verdict = comparison.compare(table, 1_000, rows -> {});
    return verdict.drift().stream();
  }

  private static List<TableMapping> mappings(List<Table> tables) {
    return tables.stream()
        .map(t ->
            t.name().name().equals("plain")
                ? TableMapping.identity(t)
                : new TableMapping(
                    t,
                    t,
                    List.of(
                        new ColumnMapping.Copied("id", "id"),
                        new ColumnMapping.Copied("n", "n"),
                        new ColumnMapping.Computed("body", "body"))))
        .toList();
  }

  private static void say(String what) {
    System.out.println(what);
  }

  private record StreamSync(Scene scene, Follower follower) implements Sync {
    @Override
    public Position catchUp() {
      Position marker = scene.source.real().log().marker(scene.lease.migration());
      if (!follower.awaitApplied(marker, Await.SOON)) {
        throw new AssertionError("the stream does not catch up");
      }
      return marker;
    }

    @Override
    public TouchedKeys.Look look(TableMapping table, Collection<Key> keys) {
      return TOUCHED.look(table, keys);
    }
  }
}

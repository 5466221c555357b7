package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Database;
import io.crossfade.connector.SharedFormats;
import io.crossfade.model.Direction;
import io.crossfade.model.Key;
import io.crossfade.model.Position;
import io.crossfade.model.RowDifference;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.model.Verdict;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.mysqlservers.SharedMySql;
import io.crossfade.servers.SharedPostgres;
import io.crossfade.transfer.LocalRunner;
import io.crossfade.transfer.Task;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.WorkRunner;
import io.crossfade.transfer.compare.Sync;
import io.crossfade.transfer.compare.TableComparison;
import io.crossfade.transfer.compare.TouchedKeys;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What typed frames have brought compares equal by typed frames, at once; and each column counts.
@Timeout(120)
class TypedComparisonIT {
  /// Runs tasks, and keeps their names.
  private record Watched(LocalRunner runner, List<String> tasks) implements WorkRunner {
    @Override
    public <R> CompletableFuture<R> submit(Task<R> task) {
      tasks.add(task.toString());
      return runner.submit(task);
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_11_4", "MYSQL_8_0"})
  void whatWasBroughtIsEqualAndEachColumnCounts(MySqlVersion version) throws SQLException {
    TwoDatabases both =
        new TwoDatabases(
            SharedMySql.newDatabase(version).replaceFirst("^jdbc:mysql:", "jdbc:mariadb:"),
            SharedPostgres.newDatabase(18));
    TypedFramesIT.make(both, TypedFramesIT.FIT);
    TypedFramesIT.fill(both, TypedFramesIT.FIT);
    try (Database source = TypedFramesIT.open(both, Side.SOURCE);
        Database target = TypedFramesIT.open(both, Side.TARGET);
        LocalRunner runner =
            new LocalRunner(
                Map.of(Side.SOURCE, source, Side.TARGET, target),
                task -> Thread.ofVirtual().start(task),
                Timing.REAL)) {
      TableMapping mapping = TypedFramesIT.mapping(source, target, TypedFramesIT.FIT);
      target.workspace().take(TypedFramesIT.LEASE);
      TypedFramesIT.copy(source, target, mapping, SharedFormats.TYPED);
      Watched watched = new Watched(runner, new ArrayList<>());

      assertThat(compare(watched, mapping).drift()).isEmpty();
      assertThat(watched.tasks())
          .as("nothing is looked at twice")
          .hasSize(2)
          .allMatch(task -> task.startsWith("ReadHashes[") && task.endsWith("isTyped=true]"));

      both.sql(Side.TARGET, "CREATE TABLE kept AS SELECT * FROM here");
      // One of the servers is enough: the other side is the same.
      for (int i = 0; version.isMariaDb() && i < TypedFramesIT.FIT.size(); i++) {
        int row = TypedFramesIT.FIT.get(i).values().size() - 1;
        both.sql(Side.TARGET, "UPDATE here SET c%d = NULL WHERE id = %d".formatted(i, row));
        assertThat(compare(watched, mapping).drift())
            .as(TypedFramesIT.FIT.get(i).toString())
            .extracting(RowDifference::key)
            .containsExactly(Key.of("" + row));
        both.sql(
            Side.TARGET,
            "UPDATE here h SET c%1$d = k.c%1$d FROM kept k WHERE k.id = h.id AND h.id = %2$d"
                .formatted(i, row));
      }
    }
  }

  private static Verdict compare(Watched watched, TableMapping mapping) {
    Sync still =
        new Sync() {
          @Override
          public Position catchUp() {
            return watched.runner().database(Side.SOURCE).log().end();
          }

          @Override
          public TouchedKeys.Look look(TableMapping table, Collection<Key> keys) {
            return new TouchedKeys(1).look(table, keys);
          }
        };
    return new TableComparison(watched.runner(), watched, Direction.FORWARD, still)
        .compare(mapping, 100, rows -> {});
  }
}

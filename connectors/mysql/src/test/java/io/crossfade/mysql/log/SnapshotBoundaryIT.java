package io.crossfade.mysql.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.ChangeStream;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.Boundary;
import io.crossfade.model.Boundary.Inclusion;
import io.crossfade.model.Change;
import io.crossfade.model.KeyRange;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Position;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.mysqlservers.MySqlVersion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a snapshot has seen, and where that lies in the log, while many commit. */
@Timeout(60)
class SnapshotBoundaryIT {
  private static final int WRITERS = 6;
  private static final int SNAPSHOTS = 20;

  private record Seen(Boundary boundary, Set<String> ids, Position end) {}

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void snapshotHasSeenWhatItsBoundarySays(MySqlVersion version) throws Exception {
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute("CREATE TABLE item (id int PRIMARY KEY AUTO_INCREMENT, writer int)");
      Table item = scene.table("item");
      Position from = scene.retain(item);
      AtomicBoolean enough = new AtomicBoolean();
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int number = i;
        writers.add(CompletableFuture.runAsync(() -> write(scene, number, enough)));
      }
      List<Seen> seen = new ArrayList<>();
      for (int i = 0; i < SNAPSHOTS; i++) {
        seen.add(look(scene, item));
      }
      enough.set(true);
      writers.forEach(CompletableFuture::join);

      try (ChangeStream stream = scene.stream(from, item)) {
        List<LoggedTransaction> told = scene.all(stream);
        assertThat(told.size()).isGreaterThan(SNAPSHOTS);
        seen.forEach(snapshot -> check(snapshot, told, version));
      }
    }
  }

  private static void check(Seen seen, List<LoggedTransaction> told, MySqlVersion version) {
    for (LoggedTransaction transaction : told) {
      Change.Insert insert = (Change.Insert) transaction.changes().iterator().next();
      boolean isSeen = seen.ids().contains(insert.row().value(0));
      Inclusion said = seen.boundary().includes(transaction);
      if (said != Inclusion.MAYBE) {
        assertThat(said == Inclusion.YES)
            .as(transaction.end() + " by " + seen.boundary().encode())
            .isEqualTo(isSeen);
      }
      assertThat(said == Inclusion.MAYBE && version.isMariaDb()).isFalse();
      assertThat(isSeen && !seen.end().isAtLeast(transaction.end())).isFalse();
    }
  }

  private static Seen look(LogScene scene, Table item) {
    try (Snapshot snapshot = scene.tables.database.reader().snapshot(List.of(item))) {
      Set<String> ids = new HashSet<>();
      snapshot.rows(
          TableMapping.identity(item), KeyRange.ALL, row -> ids.add(String.valueOf(row.value(0))));
      String encoded = snapshot.boundary().encode();
      return new Seen(scene.tables.database.log().boundary(encoded), ids, snapshot.end());
    }
  }

  private static void write(LogScene scene, int number, AtomicBoolean enough) {
    try (Connection connection = scene.tables.connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO item (writer) VALUES (" + number + ")")) {
      while (!enough.get()) {
        insert.executeUpdate();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

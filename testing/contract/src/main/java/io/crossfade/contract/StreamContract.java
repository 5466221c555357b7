package io.crossfade.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.ChangeStream;
import io.crossfade.connector.Snapshot;
import io.crossfade.connector.Write;
import io.crossfade.model.Boundary.Inclusion;
import io.crossfade.model.Change;
import io.crossfade.model.Direction;
import io.crossfade.model.Key;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mark;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The log gives every commit once, in order, and fits together with snapshots and our own marks.
 */
public interface StreamContract extends ContractScene {
  Duration STREAM_PATIENCE = Duration.ofSeconds(30);

  /** Where a stream of the tables can begin. */
  default Position retain(Side side, Direction direction, Table... tables) {
    var log = database(side).log();
    log.retain(migration(), direction, List.of(tables), STREAM_PATIENCE);
    return log.retainedFrom(migration(), direction).orElseThrow();
  }

  /** What replication makes may belong to the whole server: so the name is the test's own. */
  default String migration() {
    return "contract_" + Integer.toHexString(System.identityHashCode(this));
  }

  default ChangeStream stream(Side side, Direction direction, Position from, Table... tables) {
    Mark echo = new Mark(LEASE.migration(), direction.opposite());
    return database(side).log().open(migration(), direction, from, List.of(tables), echo);
  }

  /** All transactions up to a marker written now. */
  default List<LoggedTransaction> all(Side side, ChangeStream stream) {
    Position marker = database(side).log().marker(migration());
    long deadline = System.nanoTime() + STREAM_PATIENCE.toNanos();
    List<LoggedTransaction> transactions = new ArrayList<>();
    while (!stream.readThrough().isAtLeast(marker)) {
      assertThat(System.nanoTime()).as("stream reaches its marker").isLessThan(deadline);
      LoggedTransaction next = stream.next(Duration.ofMillis(100));
      if (next != null) {
        transactions.add(next);
      }
    }
    return transactions;
  }

  default List<LoggedTransaction> withChanges(Side side, ChangeStream stream) {
    return all(side, stream).stream().filter(t -> !t.changes().isEmpty()).toList();
  }

  @Test
  default void changesComeAsTheyWereMade() {
    sql(Side.SOURCE, ITEM);
    Table item = table(Side.SOURCE, "item");
    Position from = retain(Side.SOURCE, Direction.FORWARD, item);
    sql(
        Side.SOURCE,
        "INSERT INTO item VALUES (1, 'a', 1.5, NULL), (2, 'ü', NULL, '')",
        "UPDATE item SET price = 2 WHERE id = 1",
        "UPDATE item SET id = 7 WHERE id = 1",
        "DELETE FROM item WHERE id = 7",
        "TRUNCATE TABLE item");

    try (ChangeStream stream = stream(Side.SOURCE, Direction.FORWARD, from, item)) {
      List<LoggedTransaction> transactions = withChanges(Side.SOURCE, stream);

      assertThat(transactions.stream().map(StreamContract::list))
          .containsExactly(
              List.of(
                  new Change.Insert(item.name(), Row.of("1", "a", "1.50", null)),
                  new Change.Insert(item.name(), Row.of("2", "ü", null, ""))),
              List.of(update(item, "1", "1")),
              List.of(update(item, "1", "7")),
              List.of(new Change.Delete(item.name(), Key.of("7"))),
              List.of(new Change.Truncate(List.of(item.name()))));
      assertThat(transactions).isSortedAccordingTo((a, b) -> a.end().compareTo(b.end()));
    } finally {
      source().log().release(migration(), Direction.FORWARD);
    }
  }

  private static List<Change> list(LoggedTransaction transaction) {
    List<Change> changes = new ArrayList<>();
    transaction.changes().forEach(changes::add);
    return changes;
  }

  private static Change update(Table item, String oldKey, String key) {
    return new Change.Update(
        item.name(), Key.of(oldKey), Key.of(key), Row.of(key, "a", "2.00", null));
  }

  @Test
  default void streamGoesOnAfterAPosition() throws SQLException {
    sql(Side.SOURCE, ITEM);
    Table item = table(Side.SOURCE, "item");
    Position from = retain(Side.SOURCE, Direction.FORWARD, item);
    sql(Side.SOURCE, "INSERT INTO item (id) VALUES (1)");
    try (Connection connection = connect(Side.SOURCE);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO item (id) VALUES (-1)");
      connection.rollback();
    }
    sql(Side.SOURCE, "INSERT INTO item (id) VALUES (2)");

    try {
      Position afterFirst;
      try (ChangeStream stream = stream(Side.SOURCE, Direction.FORWARD, from, item)) {
        List<LoggedTransaction> both = withChanges(Side.SOURCE, stream);
        assertThat(both).hasSize(2);
        afterFirst = both.get(0).end();
      }
      try (ChangeStream stream = stream(Side.SOURCE, Direction.FORWARD, afterFirst, item)) {
        assertThat(withChanges(Side.SOURCE, stream))
            .singleElement()
            .satisfies(t -> assertThat(t.changes().toString()).contains("2").doesNotContain("1,"));
      }
    } finally {
      source().log().release(migration(), Direction.FORWARD);
    }
  }

  @Test
  default void boundaryTellsWhatTheSnapshotHasSeen() throws SQLException {
    sql(Side.SOURCE, ITEM);
    Table item = table(Side.SOURCE, "item");
    Position from = retain(Side.SOURCE, Direction.FORWARD, item);
    try (Connection open = connect(Side.SOURCE);
        Statement statement = open.createStatement();
        ChangeStream stream = stream(Side.SOURCE, Direction.FORWARD, from, item)) {
      open.setAutoCommit(false);
      statement.execute("INSERT INTO item (id) VALUES (2)");
      sql(Side.SOURCE, "INSERT INTO item (id) VALUES (1)");
      try (Snapshot snapshot = source().reader().snapshot(List.of(item))) {
        sql(Side.SOURCE, "INSERT INTO item (id) VALUES (3)");
        open.commit();
        List<LoggedTransaction> transactions = withChanges(Side.SOURCE, stream);
        String encoded = snapshot.boundary().encode();
        var boundary = source().log().boundary(encoded);

        assertThat(transactions)
            .extracting(boundary::includes)
            .containsExactly(Inclusion.YES, Inclusion.NO, Inclusion.NO);
        assertThat(snapshot.end().isAtLeast(transactions.get(0).end())).isTrue();
      }
    } finally {
      source().log().release(migration(), Direction.FORWARD);
    }
  }

  @Test
  default void ourOwnWritesComeMarkedAndWithoutChanges() {
    TableMapping mapping = items();
    Table item = mapping.to();
    sql(Side.SOURCE, "INSERT INTO item (id) VALUES (1)");
    Position from = retain(Side.TARGET, Direction.REVERSE, item);

    copy(mapping, 10, true);
    apply(mapping, new Write.Upsert(mapping, List.of(Row.of("2", "x", "1.00", null))));
    sql(Side.TARGET, "INSERT INTO item (id) VALUES (3)");

    try (ChangeStream stream = stream(Side.TARGET, Direction.REVERSE, from, item)) {
      List<LoggedTransaction> transactions = all(Side.TARGET, stream);
      Mark ours = new Mark(LEASE.migration(), Direction.FORWARD);
      assertThat(transactions.stream().filter(t -> ours.equals(t.mark()))).hasSize(2);
      assertThat(transactions.stream().filter(t -> !t.changes().isEmpty()))
          .singleElement()
          .satisfies(t -> {
            assertThat(t.mark()).isNull();
            assertThat(t.changes().toString()).contains("[3,");
          });
    } finally {
      target().log().release(migration(), Direction.REVERSE);
    }
  }
}

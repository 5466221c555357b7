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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The log gives every commit once, in order, and fits together with snapshots and our own marks.
 */
public interface StreamContract extends StreamScene {
  @Test
  default void changesComeAsTheyWereMade() {
    create(Side.SOURCE, "item", "id", ITEM);
    Table item = table(Side.SOURCE, "item");
    Position from = retain(Side.SOURCE, Direction.FORWARD, item);
    at(
        Side.SOURCE,
        a -> {
          a.begin();
          a.insert("item", "1", "a", "1.5", null);
          a.insert("item", "2", "ü", null, "");
          a.commit();
          a.update("item", "1", "price", "2");
          a.update("item", "1", "id", "7");
          a.delete("item", "7");
          a.truncate("item");
        });

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
  default void streamGoesOnAfterAPosition() {
    create(Side.SOURCE, "item", "id", ITEM);
    Table item = table(Side.SOURCE, "item");
    Position from = retain(Side.SOURCE, Direction.FORWARD, item);
    insertItems(Side.SOURCE, "1");
    at(
        Side.SOURCE,
        a -> {
          a.begin();
          a.insert("item", Map.of("id", "-1"));
          a.rollback();
        });
    insertItems(Side.SOURCE, "2");

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
  default void boundaryTellsWhatTheSnapshotHasSeen() {
    create(Side.SOURCE, "item", "id", ITEM);
    Table item = table(Side.SOURCE, "item");
    Position from = retain(Side.SOURCE, Direction.FORWARD, item);
    try (ApplicationSession open = application(Side.SOURCE);
        ChangeStream stream = stream(Side.SOURCE, Direction.FORWARD, from, item)) {
      open.begin();
      open.insert("item", Map.of("id", "2"));
      insertItems(Side.SOURCE, "1");
      try (Snapshot snapshot = source().reader().snapshot(List.of(item))) {
        insertItems(Side.SOURCE, "3");
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
    insertItems(Side.SOURCE, "1");
    Position from = retain(Side.TARGET, Direction.REVERSE, item);

    copy(mapping, 10, true);
    apply(mapping, new Write.Upsert(mapping, List.of(Row.of("2", "x", "1.00", null))));
    insertItems(Side.TARGET, "3");

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

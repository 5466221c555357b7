package io.crossfade.transfer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Key;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TouchedKeysTest {
  private static final TableMapping ORDERS = table("orders");
  private static final TableMapping ITEMS = table("items");

  private final TouchedKeys touched = new TouchedKeys(3);

  @Test
  void aKeyIsTakenOnce() {
    add(ORDERS, 1, 2, 2);
    add(ITEMS, 1);
    assertThat(touched.size()).isEqualTo(3);
    assertThat(touched.drain())
        .containsOnly(
            Map.entry(ORDERS, Set.of(Key.of("1"), Key.of("2"))),
            Map.entry(ITEMS, Set.of(Key.of("1"))));
    assertThat(touched.drain()).isEmpty();
    assertThat(touched.size()).isZero();
  }

  @Test
  void whatDoesNotFitMakesTheWholeTableSuspect() {
    add(ORDERS, 1, 2, 3, 4, 5);
    assertThat(touched.drain()).isEmpty();
    assertThat(touched.drainOverflown()).containsExactly(ORDERS);
    add(ORDERS, 6, 7, 8);
    assertThat(touched.drainOverflown()).isEmpty();
    assertThat(touched.size()).isEqualTo(3);
  }

  @Test
  void anotherTableKeepsItsKeys() {
    add(ITEMS, 1);
    add(ORDERS, 1, 2, 3);
    assertThat(touched.drain()).containsOnlyKeys(ITEMS);
    assertThat(touched.drainOverflown()).containsExactly(ORDERS);
  }

  @Test
  void theTableOfWhichMostWasWrittenMakesRoom() {
    add(ORDERS, 1, 2, 3);
    add(ITEMS, 1);
    assertThat(touched.drain()).containsOnlyKeys(ITEMS);
    assertThat(touched.drainOverflown()).containsExactly(ORDERS);
  }

  @Test
  void aTableThatWasEmptiedIsSuspectAndEveryRowOfItHasMoved() {
    try (TouchedKeys.Look orders = touched.look(ORDERS, Set.of(Key.of("1")));
        TouchedKeys.Look items = touched.look(ITEMS, Set.of(Key.of("1")))) {
      touched.cleared(ORDERS);
      assertThat(orders.hasMoved(Key.of("1"))).isTrue();
      assertThat(items.hasMoved(Key.of("1"))).isFalse();
    }
    assertThat(touched.drainOverflown()).containsExactly(ORDERS);
  }

  @Test
  void aTableThatIsComparedAsAWholeIsForgotten() {
    add(ITEMS, 1);
    touched.suspect(ORDERS);
    add(ORDERS, 1);
    touched.forget(ORDERS);
    touched.forget(ITEMS);
    assertThat(touched.drain()).isEmpty();
    assertThat(touched.drainOverflown()).isEmpty();
    add(ORDERS, 1);
    assertThat(touched.drain()).containsOnlyKeys(ORDERS);
  }

  private void add(TableMapping table, int... keys) {
    for (int key : keys) {
      touched.add(table, Key.of("" + key));
    }
  }

  private static TableMapping table(String name) {
    return TableMapping.identity(
        new Table(
            new TableName("public", name), List.of(), List.of("id"), List.of(), List.of(), 0));
  }
}

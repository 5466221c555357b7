package io.crossfade.transfer.follow;

import io.crossfade.model.Key;
import io.crossfade.model.TableMapping;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which rows a batch is about, for those who are told once it is written. Bounded: of a table with
 * more rows than that only the table is told.
 */
final class Touches {
  private static final int LIMIT = 50_000;

  private final Map<TableMapping, Set<Key>> keys = new LinkedHashMap<>();
  private final Set<TableMapping> cleared = new HashSet<>();
  private int size;

  void add(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Put put) {
        add(put.mapping(), put.key());
      } else if (effect instanceof Effect.Remove remove) {
        add(remove.mapping(), remove.removed());
      } else if (effect instanceof Effect.Move move) {
        add(move.mapping(), move.oldKey());
        add(move.mapping(), move.key());
      } else if (effect instanceof Effect.Clear clear) {
        clear(clear.mapping());
      }
    }
  }

  private void add(TableMapping table, Key key) {
    if (cleared.contains(table)) {
      return;
    }
    if (size >= LIMIT) {
      clear(table);
    } else if (keys.computeIfAbsent(table, t -> new LinkedHashSet<>()).add(key)) {
      size++;
    }
  }

  private void clear(TableMapping table) {
    cleared.add(table);
    Set<Key> dropped = keys.remove(table);
    size -= dropped == null ? 0 : dropped.size();
  }

  void tell(FollowListener listener) {
    keys.forEach((table, touched) -> touched.forEach(key -> listener.touched(table, key)));
    cleared.forEach(listener::cleared);
  }
}

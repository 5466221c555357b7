package io.crossfade.transfer.follow;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Database;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.Key;
import io.crossfade.model.Mapping;
import io.crossfade.model.Row;
import io.crossfade.model.RowDifference;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows again on the side that is read, where the log does not tell enough. What is read may
 * be newer than the stream; that does no harm, because the stream then passes over the same changes
 * and ends at the same state (docs/stitch.md, rule 7).
 */
final class Rereads {
  private final Database from;
  private final FollowListener listener;

  Rereads(Database from, FollowListener listener) {
    this.from = from;
    this.listener = listener;
  }

  /**
   * The effects, those on {@code keys} with the rows as they are now; a row that is gone is left to
   * its delete.
   */
  List<Effect> fill(List<Effect> effects, Map<TableMapping, Set<Key>> keys) {
    if (keys.isEmpty()) {
      return effects;
    }
    Map<TableMapping, Map<Key, Row>> found = new HashMap<>();
    keys.forEach((table, wanted) -> found.put(table, read(table, wanted)));
    List<Effect> filled = new ArrayList<>(effects.size());
    for (Effect effect : effects) {
      Set<Key> wanted = keys.getOrDefault(effect.mapping(), Set.of());
      Map<Key, Row> rows = found.getOrDefault(effect.mapping(), Map.of());
      fill(effect, wanted, rows, filled);
    }
    return filled;
  }

  private static void fill(
      Effect effect, Set<Key> wanted, Map<Key, Row> rows, List<Effect> filled) {
    if (effect instanceof Effect.Put put && wanted.contains(put.key())) {
      put(put.mapping(), put.key(), rows.get(put.key()), filled);
    } else if (effect instanceof Effect.Move move && wanted.contains(move.key())) {
      filled.add(new Effect.Remove(move.mapping(), move.oldKey()));
      put(move.mapping(), move.key(), rows.get(move.key()), filled);
    } else {
      filled.add(effect);
    }
  }

  private static void put(TableMapping table, Key key, @Nullable Row row, List<Effect> filled) {
    if (row != null) {
      filled.add(new Effect.Put(table, key, row));
    }
  }

  /** Which keys of the side that is read the writer missed. */
  Map<TableMapping, Set<Key>> matching(
      List<Effect> effects, Applied.RowsMissing missing, Mappers mappers) {
    Set<Key> lost = Set.copyOf(missing.keys());
    Map<TableMapping, Set<Key>> keys = new LinkedHashMap<>();
    for (Effect effect : effects) {
      TableMapping table = effect.mapping();
      Key key = keyOf(effect);
      if (key != null
          && table.to().name().equals(missing.table())
          && lost.contains(mappers.map(table, key))) {
        keys.computeIfAbsent(table, t -> new LinkedHashSet<>()).add(key);
      }
    }
    return keys;
  }

  /** Rows that cannot be mapped from what the log carried. */
  Map<TableMapping, Set<Key>> unmappable(List<Effect> effects, Mappers mappers) {
    Map<TableMapping, Set<Key>> keys = new LinkedHashMap<>();
    for (Effect effect : effects) {
      Row row = rowOf(effect);
      Key key = keyOf(effect);
      if (row != null && key != null && mappers.needsReread(effect.mapping(), row)) {
        keys.computeIfAbsent(effect.mapping(), t -> new LinkedHashSet<>()).add(key);
      }
    }
    return keys;
  }

  private static @Nullable Row rowOf(Effect effect) {
    if (effect instanceof Effect.Put put) {
      return put.row();
    }
    return effect instanceof Effect.Move move ? move.row() : null;
  }

  private static @Nullable Key keyOf(Effect effect) {
    if (effect instanceof Effect.Put put) {
      return put.key();
    }
    return effect instanceof Effect.Move move ? move.key() : null;
  }

  /** Effects that bring rows which differ to what they are on the side that is read. */
  List<Effect> repair(Mapping mapping, List<RowDifference> differences) {
    List<Effect> effects = new ArrayList<>();
    for (TableMapping table : mapping.tables()) {
      Set<Key> keys = new LinkedHashSet<>();
      differences.stream()
          .filter(d -> d.table().equals(table.to().name()))
          .forEach(d -> keys.add(d.key()));
      if (!keys.isEmpty()) {
        Map<Key, Row> rows = read(table, keys);
        for (Key key : keys) {
          Row row = rows.get(key);
          effects.add(
              row == null ? new Effect.Remove(table, key) : new Effect.Put(table, key, row));
        }
      }
    }
    return effects;
  }

  private Map<Key, Row> read(TableMapping table, Set<Key> keys) {
    Map<Key, Row> rows = new HashMap<>();
    try (Snapshot snapshot = from.reader().snapshot(List.of(table.from()))) {
      snapshot.rows(
          TableMapping.identity(table.from()),
          List.copyOf(keys),
          row -> rows.put(ReadKey.of(table.from(), row), row));
    }
    listener.reread(table, rows.size());
    return rows;
  }
}

package io.crossfade.transfer.follow;

import io.crossfade.connector.Database;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.Key;
import io.crossfade.model.Mapping;
import io.crossfade.model.Position;
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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows again on the side that is read, where the log does not tell enough. What is read may
 * be newer than the stream, until the stream has passed the same changes (docs/stitch.md, rule 7).
 * Till then a key of the written side may hold a row that came there later, so values that the log
 * leaves out of a moving row are not taken from there.
 */
final class Rereads {
  private static final long READ_WEIGHT = 8L << 20;
  private static final int LARGEST_READ = 1_000;

  private final Database from;
  private @Nullable Position ahead;
  private int atOnce = 1;

  Rereads(Database from) {
    this.from = from;
  }

  /** What was read again before a crash is not known; it is not newer than the log's end now. */
  void startAt(Position end) {
    ahead = end;
  }

  /** How many rows may be read together, to judge by those that were read last. */
  int atOnce() {
    return atOnce;
  }

  /** Whether rows may be on the written side that are newer than {@code position}. */
  boolean areAheadOf(Position position) {
    return ahead != null && !position.isAtLeast(ahead);
  }

  /** Whether a row moves of which the log left out values. */
  static boolean lacksMovedValues(Effect effect) {
    return effect instanceof Effect.Move move && !move.row().isWhole();
  }

  /**
   * The effects, what a moving row lacks read again. A row that has left its new key since then
   * leaves it in the stream too, and is read again there.
   */
  List<Effect> completeMoves(List<Effect> effects) {
    Map<TableMapping, Set<Key>> keys = new LinkedHashMap<>();
    for (Effect effect : effects) {
      if (lacksMovedValues(effect)) {
        keys.computeIfAbsent(effect.mapping(), t -> new LinkedHashSet<>())
            .add(((Effect.Move) effect).key());
      }
    }
    Map<TableMapping, Map<Key, Row>> found = new HashMap<>();
    keys.forEach((table, wanted) -> found.put(table, read(table, wanted)));
    return effects.stream()
        .map(e -> lacksMovedValues(e) ? completed((Effect.Move) e, found) : e)
        .toList();
  }

  private static Effect completed(Effect.Move move, Map<TableMapping, Map<Key, Row>> found) {
    Row row = found.getOrDefault(move.mapping(), Map.of()).get(move.key());
    return row == null
        ? move
        : new Effect.Move(move.mapping(), move.oldKey(), move.key(), move.row().filledFrom(row));
  }

  /**
   * The effects, those on {@code keys} that lack values with the rows as they are now. A row that
   * is gone is left to its delete or next key change; but it moves, for the written side may know
   * more of it than we do.
   */
  List<Effect> fill(List<Effect> effects, Map<TableMapping, Set<Key>> keys) {
    if (keys.isEmpty()) {
      return effects;
    }
    Map<TableMapping, Map<Key, Row>> found = new HashMap<>();
    keys.forEach((table, wanted) -> found.put(table, read(table, wanted)));
    List<Effect> filled = new ArrayList<>(effects.size());
    for (Effect effect : effects) {
      Row told = effect.row();
      Key key = effect.key();
      boolean lacksValues = told != null && !told.isWhole();
      if (key != null && lacksValues && contains(keys, effect.mapping(), key)) {
        fill(effect, found.getOrDefault(effect.mapping(), Map.of()).get(key), filled);
      } else {
        filled.add(effect);
      }
    }
    return filled;
  }

  private static void fill(Effect effect, @Nullable Row row, List<Effect> filled) {
    if (effect instanceof Effect.Move move) {
      filled.add(
          row == null ? move : new Effect.Move(move.mapping(), move.oldKey(), move.key(), row));
    } else if (effect instanceof Effect.Put put && row != null) {
      filled.add(new Effect.Put(put.mapping(), put.key(), row));
    }
  }

  /** The effects; rows that were not there to move to {@code keys} come there anew. */
  static List<Effect> arrive(List<Effect> effects, Map<TableMapping, Set<Key>> keys) {
    List<Effect> arriving = new ArrayList<>(effects.size());
    for (Effect effect : effects) {
      if (effect instanceof Effect.Move move && contains(keys, move.mapping(), move.key())) {
        arriving.add(new Effect.Remove(move.mapping(), move.oldKey()));
        arriving.add(new Effect.Put(move.mapping(), move.key(), move.row()));
      } else {
        arriving.add(effect);
      }
    }
    return arriving;
  }

  /**
   * The effects, those on {@code keys} with the rows as they are now, whatever the log tells of
   * them.
   *
   * @param early for which a row comes to the written side only where the log tells of it as it is
   */
  List<Effect> instead(
      List<Effect> effects, Map<TableMapping, Set<Key>> keys, Predicate<Effect> early) {
    Map<TableMapping, Map<Key, Row>> found = new HashMap<>();
    keys.forEach((table, wanted) -> found.put(table, read(table, wanted)));
    return effects.stream()
        .map(effect -> {
          Row told = effect.row();
          Key key = told == null ? null : effect.key();
          if (told == null || key == null || !contains(keys, effect.mapping(), key)) {
            return effect;
          }
          Row row = found.getOrDefault(effect.mapping(), Map.of()).get(key);
          boolean differs = row != null && !told.filledFrom(row).equals(row);
          return asItIs(effect, key, differs && early.test(effect) ? null : row);
        })
        .toList();
  }

  private static Effect asItIs(Effect effect, Key key, @Nullable Row row) {
    TableMapping table = effect.mapping();
    if (effect instanceof Effect.Move move) {
      return row == null
          ? new Effect.Remove(table, move.oldKey())
          : new Effect.Move(table, move.oldKey(), key, row);
    }
    return row == null ? new Effect.Remove(table, key) : new Effect.Put(table, key, row);
  }

  private static boolean contains(Map<TableMapping, Set<Key>> keys, TableMapping table, Key key) {
    return keys.getOrDefault(table, Set.of()).contains(key);
  }

  /** Effects that bring rows which differ to what they are on the side that is read. */
  List<Effect> repair(Mapping mapping, List<RowDifference> differences) {
    List<Effect> effects = new ArrayList<>();
    for (TableMapping table : mapping.tables()) {
      Set<Key> keys = new LinkedHashSet<>();
      differences.stream()
          .filter(d -> d.table().equals(table.name()))
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
          keys.stream().map(table.slice()::then).toList(),
          row -> rows.put(ReadKey.of(table, row), row));
      Position end = snapshot.end();
      ahead = areAheadOf(end) ? ahead : end;
    }
    long largest = rows.values().stream().mapToLong(Row::weight).max().orElse(0);
    long fitting = READ_WEIGHT / Math.max(1, largest);
    atOnce = (int) Math.max(1, Math.min(fitting, Math.min(LARGEST_READ, 2L * atOnce)));
    return rows;
  }
}

package io.crossfade.transfer.compare;

import io.crossfade.model.Key;
import io.crossfade.model.TableMapping;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The rows that the stream has written since they were last compared. Bounded: what does not fit is
 * remembered as a table that must be compared as a whole again. Thread-safe.
 */
public final class TouchedKeys {
  private final int limit;
  private final Map<TableMapping, Set<Key>> keys = new LinkedHashMap<>();
  private final Set<TableMapping> overflown = new HashSet<>();
  private final Set<Look> looks = new HashSet<>();
  private int size;

  public TouchedKeys(int limit) {
    this.limit = limit;
  }

  public synchronized void add(TableMapping table, Key key) {
    looks.forEach(look -> look.hear(table, key));
    if (overflown.contains(table)) {
      return;
    }
    if (keys.computeIfAbsent(table, t -> new LinkedHashSet<>()).add(key)) {
      size++;
    }
    if (size > limit) {
      suspect(most());
    }
  }

  /** The table of which most rows were written. */
  private TableMapping most() {
    return Collections.max(
            keys.entrySet(), Comparator.comparingInt(table -> table.getValue().size()))
        .getKey();
  }

  /** The table was emptied, or a part of it. */
  public synchronized void cleared(TableMapping table) {
    looks.forEach(look -> look.rows.forEach(key -> look.hear(table, key)));
    suspect(table);
  }

  /** The table must be compared as a whole again. */
  public synchronized void suspect(TableMapping table) {
    drop(table);
    overflown.add(table);
  }

  /** The table is about to be compared as a whole. */
  public synchronized void forget(TableMapping table) {
    drop(table);
    overflown.remove(table);
  }

  /** Begins to look at these rows. */
  public synchronized Look look(TableMapping table, Collection<Key> rows) {
    Look look = new Look(table, Set.copyOf(rows));
    looks.add(look);
    return look;
  }

  /** Some rows, and which of them the stream has told of since the look at them began. */
  public final class Look implements AutoCloseable {
    private final TableMapping table;
    private final Set<Key> rows;
    private final Set<Key> moved = new HashSet<>();

    private Look(TableMapping table, Set<Key> rows) {
      this.table = table;
      this.rows = rows;
    }

    private void hear(TableMapping told, Key key) {
      if (rows.contains(key) && table.equals(told)) {
        moved.add(key);
      }
    }

    public boolean hasMoved(Key key) {
      synchronized (TouchedKeys.this) {
        return moved.contains(key);
      }
    }

    @Override
    public void close() {
      synchronized (TouchedKeys.this) {
        looks.remove(this);
      }
    }
  }

  private void drop(TableMapping table) {
    Set<Key> dropped = keys.remove(table);
    size -= dropped == null ? 0 : dropped.size();
  }

  /** Takes all keys that were gathered. */
  public synchronized Map<TableMapping, Set<Key>> drain() {
    Map<TableMapping, Set<Key>> drained = new LinkedHashMap<>(keys);
    keys.clear();
    size = 0;
    return drained;
  }

  /** Takes the tables whose verdict cannot be kept by keys alone. */
  public synchronized Set<TableMapping> drainOverflown() {
    Set<TableMapping> drained = Set.copyOf(overflown);
    overflown.clear();
    return drained;
  }

  public synchronized boolean isEmpty() {
    return size == 0 && overflown.isEmpty();
  }

  public synchronized int size() {
    return size;
  }
}

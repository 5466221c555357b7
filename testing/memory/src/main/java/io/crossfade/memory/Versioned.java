package io.crossfade.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Values by key, each in as many versions as somebody may still see. The rows of a table, and the
 * tables of our own workspace: so they commit together, and are lost together.
 */
final class Versioned<K, V> {
  private static final class Version<V> {
    private final V value;
    private final Transaction by;
    private @Nullable Transaction endedBy;

    Version(V value, Transaction by) {
      this.value = value;
      this.by = by;
    }

    boolean isSeen(Predicate<Transaction> sees) {
      Transaction end = endedBy;
      return sees.test(by) && (end == null || !sees.test(end));
    }

    /** Another transaction that may still change what this version is. */
    @Nullable Transaction openFor(Transaction reader) {
      Transaction end = endedBy;
      if (by != reader && by.isActive()) {
        return by;
      }
      return end != null && end != reader && end.isActive() ? end : null;
    }
  }

  private final Map<K, List<Version<V>>> rows = new LinkedHashMap<>();
  private final Map<K, Set<Transaction>> shared = new LinkedHashMap<>();
  private final Predicate<Transaction> isForgotten;

  /**
   * @param isForgotten whether everybody sees a transaction and no crash takes it back, so that
   *     nobody looks for what was before it
   */
  Versioned(Predicate<Transaction> isForgotten) {
    this.isForgotten = isForgotten;
  }

  @Nullable V get(Transaction reader, K key) {
    return get(key, reader::sees);
  }

  void forEach(Transaction reader, BiConsumer<K, V> sink) {
    rows.forEach((key, versions) -> {
      V value = get(key, reader::sees);
      if (value != null) {
        sink.accept(key, value);
      }
    });
  }

  boolean isEmpty(Transaction reader) {
    return rows.keySet().stream().allMatch(key -> get(reader, key) == null);
  }

  /** What stands there now that nobody else is about to change it; waits where somebody is. */
  @Nullable V locked(Transaction writer, K key) {
    requireFree(writer, key);
    for (Transaction holder : shared.getOrDefault(key, Set.of())) {
      if (holder != writer && holder.isActive()) {
        throw new Blocked(holder);
      }
    }
    return get(key, writer::standsOn);
  }

  /** As {@link #locked}, and keeps it so until the reader's end; other readers may do the same. */
  @Nullable V share(Transaction reader, K key) {
    requireFree(reader, key);
    Set<Transaction> holders = shared.computeIfAbsent(key, k -> new LinkedHashSet<>());
    holders.removeIf(holder -> !holder.isActive());
    holders.add(reader);
    return get(key, reader::standsOn);
  }

  boolean isFree(Transaction writer, K key) {
    return blocker(writer, key) == null
        && shared.getOrDefault(key, Set.of()).stream()
            .noneMatch(holder -> holder != writer && holder.isActive());
  }

  /** Who shares a key, and who has changed it without having ended. */
  Set<Transaction> holders(K key) {
    Set<Transaction> holders = new LinkedHashSet<>(shared.getOrDefault(key, Set.of()));
    for (Version<V> version : rows.getOrDefault(key, List.of())) {
      holders.add(version.by);
      if (version.endedBy != null) {
        holders.add(version.endedBy);
      }
    }
    holders.removeIf(holder -> !holder.isActive());
    return holders;
  }

  /** Removes what meets the condition; waits where it must. */
  void removeAll(Transaction writer, Predicate<K> which) {
    for (K key : List.copyOf(rows.keySet())) {
      if (which.test(key) && locked(writer, key) != null) {
        remove(writer, key);
      }
    }
  }

  /** After {@link #locked}. */
  void put(Transaction writer, K key, V value) {
    remove(writer, key);
    rows.computeIfAbsent(key, k -> new ArrayList<>()).add(new Version<>(value, writer));
  }

  /** After {@link #locked}. */
  void remove(Transaction writer, K key) {
    List<Version<V>> versions = rows.get(key);
    if (versions == null) {
      return;
    }
    for (Version<V> version : versions) {
      if (version.isSeen(writer::standsOn)) {
        version.endedBy = writer;
      }
    }
    versions.removeIf(this::isOver);
  }

  /**
   * Looks for a value under another key that is there, or may yet be; waits for whoever decides
   * that.
   */
  boolean isElsewhere(Transaction writer, K key, Predicate<V> isMeant) {
    for (Map.Entry<K, List<Version<V>>> row : rows.entrySet()) {
      for (Version<V> version : row.getValue()) {
        if (row.getKey().equals(key) || !isMeant.test(version.value)) {
          continue;
        }
        Transaction open = version.openFor(writer);
        boolean mayBe = version.by.isActive() || version.by.state == Transaction.State.COMMITTED;
        if (open != null && mayBe) {
          throw new Blocked(open);
        }
        if (version.isSeen(writer::standsOn)) {
          return true;
        }
      }
    }
    return false;
  }

  private @Nullable V get(K key, Predicate<Transaction> sees) {
    List<Version<V>> versions = rows.getOrDefault(key, List.of());
    for (int i = versions.size() - 1; i >= 0; i--) {
      if (versions.get(i).isSeen(sees)) {
        return versions.get(i).value;
      }
    }
    return null;
  }

  private void requireFree(Transaction transaction, K key) {
    Transaction blocker = blocker(transaction, key);
    if (blocker != null) {
      throw new Blocked(blocker);
    }
  }

  private @Nullable Transaction blocker(Transaction transaction, K key) {
    for (Version<V> version : rows.getOrDefault(key, List.of())) {
      Transaction open = version.openFor(transaction);
      if (open != null) {
        return open;
      }
    }
    return null;
  }

  private boolean isOver(Version<V> version) {
    Transaction end = version.endedBy;
    return version.by.state == Transaction.State.ABORTED || (end != null && isForgotten.test(end));
  }
}

package io.crossfade.transfer.follow;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Write;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Makes the writes of one batch, anew for each attempt: one that failed has told what to do
 * otherwise. Rows that the log does not tell wholly are read again in the order in which they are
 * needed, as many at a time as fit into memory. One thread at a time.
 */
final class BatchMaking {
  private final Rereads rereads;
  private final Mappers mappers;
  private final Position before;
  private final boolean maybeCopied;
  private final boolean large;
  private final Map<TableName, Set<Key>> missed = new HashMap<>();
  private final Map<TableName, Set<Key>> refused = new HashMap<>();
  private final Set<TableName> refusedWholly = new HashSet<>();
  private final Map<TableName, Set<Key>> refusedAsTheyAre = new HashMap<>();
  private Touches touches = new Touches();
  private List<Effect> inHand = List.of();
  private boolean inOrder;

  /**
   * @param before where the written side stands
   * @param maybeCopied whether the copy may have brought there what the log tells in this batch or
   *     later
   * @param large whether looking for missed rows one by one would make too many attempts
   */
  BatchMaking(
      Rereads rereads, Mappers mappers, Position before, boolean maybeCopied, boolean large) {
    this.rereads = rereads;
    this.mappers = mappers;
    this.before = before;
    this.maybeCopied = maybeCopied;
    this.large = large;
  }

  /** Whether the next attempt is made otherwise than the one that ended so. */
  boolean learns(Applied applied) {
    touches = applied instanceof Applied.Done ? touches : new Touches();
    if (applied instanceof Applied.RowsMissing missing) {
      miss(missing);
      return true;
    }
    boolean learns = applied instanceof Applied.Conflict && !inOrder;
    inOrder |= learns;
    return learns
        || (applied instanceof Applied.Conflict conflict
            && conflict.refused() != null
            && inOrder
            && refuse(conflict.refused().table(), conflict.refused().key()));
  }

  /** As the other, where it was the mapping that could not make a row. */
  boolean learns(CrossfadeException failure) {
    boolean learns = false;
    if (failure.code() == ErrorCode.TARGET_REFUSED_ROW) {
      for (Effect effect : inHand) {
        Key key = effect.key();
        learns |=
            key != null
                && isUnmappable(effect)
                && refuse(effect.mapping().to().name(), mappers.map(effect.mapping(), key));
      }
    }
    touches = learns ? new Touches() : touches;
    return learns;
  }

  /**
   * Somebody may have mended the row since; so what the log tells of it gives way to what it is by
   * now. Where another one follows, so it is with all of the table. What it is by now may need a
   * unique value that another row gives away later in the log, and then it stays away until the log
   * tells of it as it is. False where all that was done.
   */
  private boolean refuse(TableName table, Key key) {
    Set<Key> keys = refused.computeIfAbsent(table, t -> new HashSet<>());
    return (keys.add(key) && (keys.size() == 1 || refusedWholly.add(table)))
        || refusedAsTheyAre.computeIfAbsent(table, t -> new HashSet<>()).add(key);
  }

  private boolean isUnmappable(Effect effect) {
    Row row = effect.row();
    try {
      if (row != null) {
        mappers.map(effect.mapping(), row);
      }
      return false;
    } catch (CrossfadeException e) {
      return e.code() == ErrorCode.TARGET_REFUSED_ROW;
    }
  }

  private boolean isRefused(Effect effect) {
    TableName table = effect.mapping().to().name();
    Key key = effect.row() == null ? null : effect.key();
    Set<Key> keys = refused.getOrDefault(table, Set.of());
    return key != null
        && (refusedWholly.contains(table)
            || (!keys.isEmpty() && keys.contains(mappers.map(effect.mapping(), key))));
  }

  private boolean isRefusedAsItIs(Effect effect) {
    Key key = effect.key();
    Set<Key> keys = refusedAsTheyAre.getOrDefault(effect.mapping().to().name(), Set.of());
    return key != null && !keys.isEmpty() && keys.contains(mappers.map(effect.mapping(), key));
  }

  /** A write tells of its own rows only. What is read again is missed no more, so this ends. */
  private void miss(Applied.RowsMissing missing) {
    if (!missed.computeIfAbsent(missing.table(), t -> new HashSet<>()).addAll(missing.keys())) {
      throw new CrossfadeException(
          ErrorCode.INTERNAL,
          "the written side misses rows of " + missing.table() + " that were read again");
    }
  }

  /** Whether rows have to be read again for these effects. */
  boolean readsAgain(List<Effect> effects) {
    return effects.stream().anyMatch(this::readsAgain);
  }

  private boolean readsAgain(Effect effect) {
    return isRead(effect)
        || isRefused(effect)
        || (Rereads.lacksMovedValues(effect) && isWrittenSideAhead());
  }

  /** Then a key there may hold a row that came later. */
  private boolean isWrittenSideAhead() {
    return maybeCopied || rereads.areAheadOf(before);
  }

  private boolean isRead(Effect effect) {
    Row row = effect.row();
    return row != null
        && !row.isWhole()
        && (mappers.needsReread(effect.mapping(), row)
            || isMissed(effect)
            || (large && !missed.isEmpty()));
  }

  private boolean isMissed(Effect effect) {
    Key key = effect.key();
    Set<Key> keys = missed.getOrDefault(effect.mapping().to().name(), Set.of());
    return key != null && !keys.isEmpty() && keys.contains(mappers.map(effect.mapping(), key));
  }

  /** Cuts off the first effects for which rows can be read again together. */
  List<Effect> first(List<Effect> effects) {
    int left = rereads.atOnce();
    int end = 0;
    while (end < effects.size() && left > 0) {
      left -= readsAgain(effects.get(end)) ? 1 : 0;
      end++;
    }
    return effects.subList(0, end);
  }

  List<Write> writes(List<Effect> effects) {
    touches.add(effects);
    inHand = effects;
    List<Effect> known = refused.isEmpty() ? effects : asTheyAre(effects);
    Map<TableMapping, Set<Key>> gone = keys(effects, this::isMissed);
    if (!gone.isEmpty()) {
      known = Rereads.arrive(known, gone);
    }
    known = rereads.fill(known, keys(known, this::isRead));
    if (isWrittenSideAhead() && known.stream().anyMatch(Rereads::lacksMovedValues)) {
      known = rereads.completeMoves(known);
    }
    return inOrder ? Compactor.inOrder(known, mappers) : Compactor.compact(known, mappers);
  }

  private List<Effect> asTheyAre(List<Effect> effects) {
    Map<TableMapping, Set<Key>> keys = keys(effects, this::isRefused);
    return keys.isEmpty() ? effects : rereads.instead(effects, keys, this::isRefusedAsItIs);
  }

  /** What the attempt was about that was written, or may have been. */
  void tell(FollowListener listener) {
    touches.tell(listener);
  }

  private static Map<TableMapping, Set<Key>> keys(List<Effect> effects, Predicate<Effect> wanted) {
    Map<TableMapping, Set<Key>> keys = new LinkedHashMap<>();
    for (Effect effect : effects) {
      Key key = effect.key();
      if (key != null && wanted.test(effect)) {
        keys.computeIfAbsent(effect.mapping(), t -> new LinkedHashSet<>()).add(key);
      }
    }
    return keys;
  }
}

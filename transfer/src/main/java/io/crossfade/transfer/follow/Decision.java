package io.crossfade.transfer.follow;

import io.crossfade.connector.ChunkId;
import io.crossfade.model.Key;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the stitch decided for the transactions of one batch, filled transaction by transaction. */
final class Decision {
  /** In the order of the log. */
  final List<Effect> effects = new ArrayList<>();

  /** Chunks that were WAITING: their changes are left to their later snapshots. */
  final Set<ChunkId> dropped = new LinkedHashSet<>();

  /** Transactions that a fresh snapshot must have seen before the position may pass them. */
  final Set<Long> mustBeVisible = new LinkedHashSet<>();

  /** Rows whose values are not all in the log and not on the written side: they are read again. */
  final Map<TableMapping, Set<Key>> restored = new LinkedHashMap<>();

  /** How many transactions, from the first, the decision covers. */
  int covered;

  /** The chunk that is being copied and stopped the decision; null if nothing did. */
  @Nullable ChunkId blockedBy;

  long changes;

  void restore(TableMapping mapping, Key key, long transaction) {
    restored.computeIfAbsent(mapping, m -> new LinkedHashSet<>()).add(key);
    mustBeVisible.add(transaction);
  }
}

package io.crossfade.transfer.follow;

import io.crossfade.connector.ChunkId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the stitch decided for the transactions of one batch, filled transaction by transaction. */
final class Decision {
  /** In the order of the log. Empty where the decision covers one large transaction. */
  final List<Effect> effects = new ArrayList<>();

  /** Chunks that were WAITING: their changes are left to their later snapshots. */
  final Set<ChunkId> dropped = new LinkedHashSet<>();

  /** Transactions that a fresh snapshot must have seen before the position may pass them. */
  final Set<Long> mustBeVisible = new LinkedHashSet<>();

  /** How many transactions, from the first, the decision covers. */
  int covered;

  /** The chunk that is being copied and stopped the decision; null if nothing did. */
  @Nullable ChunkId blockedBy;

  /** Whether the copy may hold what the log tells here, and even what it tells later. */
  boolean maybeCopied;

  long changes;
}

package io.crossfade.memory;

import io.crossfade.model.TableName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a server keeps for one stream. */
final class Retained {
  /** Those that ran when it was made: the stream tells nothing of them. */
  private final Set<Transaction> untold;

  final List<TableName> tables;
  MemoryPosition from;

  /** Whether the server has thrown log away that the stream needs. */
  boolean isLost;

  @Nullable MemoryStream reader;

  Retained(Set<Transaction> untold, List<TableName> tables, MemoryPosition from) {
    this.untold = untold;
    this.tables = List.copyOf(tables);
    this.from = from;
  }

  boolean tells(Transaction transaction) {
    return !untold.contains(transaction);
  }

  void confirm(MemoryPosition position) {
    if (position.isAtLeast(from)) {
      from = position;
    }
  }
}

package io.crossfade.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A committed transaction as the log tells it.
 *
 * @param id the top-level transaction's number, never reused within a migration
 * @param end the position just after its commit
 * @param committed the commit's time on that server's clock
 * @param mark the mark it bears, where the transaction is ours; its changes are then left out
 */
public record LoggedTransaction(
    long id, Position end, Instant committed, @Nullable Mark mark, Changes changes) {
  public LoggedTransaction(
      long id, Position end, Instant committed, @Nullable Mark mark, List<Change> changes) {
    this(id, end, committed, mark, Changes.of(changes));
  }
}

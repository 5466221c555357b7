package io.crossfade.memory;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkId;
import io.crossfade.connector.Lease;
import io.crossfade.connector.StreamState;
import io.crossfade.model.Direction;
import io.crossfade.model.TableName;
import java.util.List;
import java.util.function.Predicate;

/** Our own tables at a server. */
final class WorkspaceRows {
  record LeaseRow(String store, long number) {}

  record StreamName(String migration, Direction direction) {}

  record ChunkName(String migration, ChunkId id) {}

  /**
   * @param session the number of the one that copies; 0 while none does
   */
  record ChunkRow(Chunk chunk, int siblings, long lease, int session) {}

  record FenceRow(long raised, long lifted, List<TableName> tables) {
    boolean isRaised() {
      return lifted < raised;
    }
  }

  final Versioned<String, LeaseRow> leases;
  final Versioned<StreamName, StreamState> streams;
  final Versioned<ChunkName, ChunkRow> chunks;
  final Versioned<String, FenceRow> fences;

  WorkspaceRows(Predicate<Transaction> isForgotten) {
    leases = new Versioned<>(isForgotten);
    streams = new Versioned<>(isForgotten);
    chunks = new Versioned<>(isForgotten);
    fences = new Versioned<>(isForgotten);
  }

  /** Whether no migration is here. */
  boolean isEmpty() {
    return leases.isEmpty(MemoryServer.anybody());
  }

  /** Refuses unless the lease is the valid one, and keeps it valid until the transaction ends. */
  void require(Transaction transaction, Lease lease) {
    LeaseRow valid = leases.share(transaction, lease.migration());
    if (!new LeaseRow(lease.store(), lease.number()).equals(valid)) {
      throw lease.superseded();
    }
  }
}

package io.crossfade.memory;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkId;
import io.crossfade.connector.Lease;
import io.crossfade.memory.WorkspaceRows.ChunkName;
import io.crossfade.memory.WorkspaceRows.ChunkRow;
import io.crossfade.model.KeyRange;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The states of chunks, each step within a transaction that has locked the lease. */
final class MemoryChunks {
  private static final Comparator<ChunkName> BY_NAME =
      Comparator.<ChunkName, TableName>comparing(name -> name.id().table())
          .thenComparing(name -> name.id().number());

  private final MemoryServer server;
  private final Versioned<ChunkName, ChunkRow> chunks;

  MemoryChunks(MemoryServer server) {
    this.server = server;
    this.chunks = server.workspace().chunks;
  }

  boolean plan(Transaction t, Lease lease, TableName source, List<KeyRange> ranges) {
    if (rows(t, lease.migration()).keySet().stream()
        .anyMatch(name -> name.id().table().equals(source))) {
      return false;
    }
    for (int number = 0; number < ranges.size(); number++) {
      ChunkName name = new ChunkName(lease.migration(), new ChunkId(source, number));
      Chunk chunk = new Chunk(name.id(), ranges.get(number), Chunk.State.WAITING, 0, null, null, 0);
      if (chunks.locked(t, name) == null) {
        chunks.put(t, name, new ChunkRow(chunk, ranges.size(), 0, 0));
      }
    }
    return true;
  }

  List<Chunk> all(Transaction t, String migration) {
    return rows(t, migration).values().stream().map(ChunkRow::chunk).toList();
  }

  /**
   * Largest tables first. A chunk that a batch holds on to is passed over; but where no other one
   * waits, this waits for it rather than say that there is nothing left to do.
   */
  Optional<Chunk> open(Transaction t, Lease lease) {
    List<ChunkName> waiting = new ArrayList<>();
    rows(t, lease.migration()).entrySet().stream()
        .filter(e -> e.getValue().chunk().state() == Chunk.State.WAITING)
        .sorted(
            Comparator.comparing(
                    (Map.Entry<ChunkName, ChunkRow> e) -> e.getValue().chunk().attempt())
                .thenComparing(e -> -e.getValue().siblings())
                .thenComparing(Map.Entry.comparingByKey(BY_NAME)))
        .forEach(e -> waiting.add(e.getKey()));
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    ChunkName next =
        waiting.stream().filter(name -> chunks.isFree(t, name)).findFirst().orElse(waiting.get(0));
    ChunkRow row = Objects.requireNonNull(chunks.locked(t, next));
    Chunk opened = with(row.chunk(), Chunk.State.COPYING, row.chunk().attempt() + 1);
    chunks.put(t, next, new ChunkRow(opened, row.siblings(), lease.number(), 0));
    return Optional.of(opened);
  }

  /** Left by an older lease; or by ours, where the session is gone. */
  boolean reopenDead(Transaction t, Lease lease) {
    return reopen(
        t,
        lease,
        row -> row.lease() < lease.number() || (row.session() != 0 && copier(row) == null));
  }

  boolean reopen(Transaction t, Lease lease, Chunk chunk) {
    return reopen(
        t,
        lease,
        row -> row.chunk().id().equals(chunk.id()) && row.chunk().attempt() == chunk.attempt());
  }

  /** Ends the session first: one that hangs would keep its rows locked. */
  private boolean reopen(Transaction t, Lease lease, Predicate<ChunkRow> which) {
    for (ChunkName name : rows(t, lease.migration()).keySet()) {
      ChunkRow seen = chunks.get(t, name);
      if (seen == null || !isCopied(seen, which)) {
        continue;
      }
      Session copier = copier(seen);
      if (copier != null) {
        copier.end();
      }
      ChunkRow row = chunks.locked(t, name);
      if (row != null && isCopied(row, which)) {
        Chunk waiting = with(row.chunk(), Chunk.State.WAITING, row.chunk().attempt());
        chunks.put(t, name, new ChunkRow(waiting, row.siblings(), row.lease(), 0));
      }
    }
    return true;
  }

  /** Whose session copies, before the copy begins: whoever replaces us must know it. */
  boolean record(Transaction t, Lease lease, Chunk chunk, int session) {
    ChunkRow row = mine(t, lease, chunk);
    chunks.put(
        t,
        new ChunkName(lease.migration(), chunk.id()),
        new ChunkRow(row.chunk(), row.siblings(), row.lease(), session));
    return true;
  }

  /** In the transaction of the rows. */
  boolean done(Transaction t, Lease lease, Chunk done) {
    ChunkRow row = mine(t, lease, done);
    chunks.put(
        t,
        new ChunkName(lease.migration(), done.id()),
        new ChunkRow(done, row.siblings(), row.lease(), 0));
    return true;
  }

  private ChunkRow mine(Transaction t, Lease lease, Chunk chunk) {
    ChunkRow row = chunks.locked(t, new ChunkName(lease.migration(), chunk.id()));
    if (row == null
        || row.chunk().attempt() != chunk.attempt()
        || row.chunk().state() != Chunk.State.COPYING) {
      throw chunk.superseded(lease.migration());
    }
    return row;
  }

  private static boolean isCopied(ChunkRow row, Predicate<ChunkRow> which) {
    return row.chunk().state() == Chunk.State.COPYING && which.test(row);
  }

  private @Nullable Session copier(ChunkRow row) {
    return server.session(row.session());
  }

  private Map<ChunkName, ChunkRow> rows(Transaction t, String migration) {
    Map<ChunkName, ChunkRow> rows = new TreeMap<>(BY_NAME);
    chunks.forEach(
        t,
        (name, row) -> {
          if (name.migration().equals(migration)) {
            rows.put(name, row);
          }
        });
    return rows;
  }

  private static Chunk with(Chunk chunk, Chunk.State state, int attempt) {
    return new Chunk(chunk.id(), chunk.range(), state, attempt, null, null, 0);
  }
}

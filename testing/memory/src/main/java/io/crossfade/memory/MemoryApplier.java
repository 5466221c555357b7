package io.crossfade.memory;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Applier;
import io.crossfade.connector.Batch;
import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkId;
import io.crossfade.connector.Lease;
import io.crossfade.connector.StreamState;
import io.crossfade.connector.Write;
import io.crossfade.memory.WorkspaceRows.ChunkName;
import io.crossfade.memory.WorkspaceRows.ChunkRow;
import io.crossfade.memory.WorkspaceRows.StreamName;
import io.crossfade.model.Mark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch: what decides whether it may be written, the writes, the commit. */
final class MemoryApplier implements Applier {
  private static final int ATTEMPTS = 3;

  private final Connections connections;
  private final MemoryServer server;
  private final Session session;
  private final Lease lease;
  private final Mark mark;

  /** The row that is being written, where it is only one. */
  private Applied.@Nullable RefusedRow refused;

  MemoryApplier(Connections connections, Session session, Lease lease, Mark mark) {
    this.connections = connections;
    this.server = connections.server();
    this.session = session;
    this.lease = lease;
    this.mark = mark;
  }

  @Override
  public Applied apply(Batch batch) {
    refused = null;
    for (int attempt = 1; ; attempt++) {
      try {
        return tryToApply(batch);
      } catch (ServerError e) {
        if (e.kind() == ServerError.Kind.DUPLICATE || e.kind() == ServerError.Kind.VALUE_REFUSED) {
          return new Applied.Conflict(String.valueOf(e.getMessage()), refused);
        }
        if (e.kind() != ServerError.Kind.DEADLOCK || attempt == ATTEMPTS) {
          throw connections.failed("apply changes", e);
        }
      } finally {
        session.rollback();
      }
    }
  }

  @Override
  public void close() {
    session.close();
  }

  private Applied tryToApply(Batch batch) {
    List<ChunkId> opened = session.run("begin a batch", t -> begin(t, batch));
    if (!opened.isEmpty()) {
      return new Applied.ChunksOpened(opened);
    }
    long rows = 0;
    for (Write write : batch.writes()) {
      refused =
          write
              .onlyRow()
              .map(key -> new Applied.RefusedRow(write.mapping().to().name(), key))
              .orElse(null);
      BatchWrite step = BatchWrite.of(server, write);
      Applied.@Nullable RowsMissing missing = step.run(session);
      if (missing != null) {
        return missing;
      }
      rows += step.rows();
    }
    session.commit();
    return new Applied.Done(rows);
  }

  /** Returns the dropped chunks that are not WAITING any more; the others stay so until our end. */
  private List<ChunkId> begin(Transaction t, Batch batch) {
    t.mark = mark;
    t.pass = mark.migration();
    server.transactions().number(t);
    WorkspaceRows rows = server.workspace();
    rows.require(t, lease);
    StreamName name = new StreamName(mark.migration(), mark.direction());
    StreamState state = rows.streams.locked(t, name);
    if (state == null || !state.position().equals(batch.after().encode())) {
      throw batch.superseded(mark);
    }
    List<ChunkId> opened = new ArrayList<>();
    batch.dropped().stream()
        .sorted(Comparator.comparing(ChunkId::table).thenComparing(ChunkId::number))
        .forEach(id -> {
          ChunkRow chunk = rows.chunks.share(t, new ChunkName(mark.migration(), id));
          if (chunk == null || chunk.chunk().state() != Chunk.State.WAITING) {
            opened.add(id);
          }
        });
    if (opened.isEmpty()) {
      rows.streams.put(t, name, new StreamState(batch.through().encode(), state.origin()));
    }
    return opened;
  }
}

package io.crossfade.memory;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkWrite;
import io.crossfade.connector.Lease;
import io.crossfade.model.Boundary;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Mark;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows go to the server some at a time, so that others go on while a chunk is written. */
final class MemoryChunkWrite implements ChunkWrite {
  private static final int AT_ONCE = 16;

  private final Connections connections;
  private final MemoryServer server;
  private final Session session;
  private final Lease lease;
  private final Chunk chunk;
  private final MappedRow mapped;
  private final List<Row> waiting = new ArrayList<>();
  private @Nullable TableName table;
  private long written;

  MemoryChunkWrite(
      Connections connections, Session session, Lease lease, Chunk chunk, MappedRow mapped) {
    this.connections = connections;
    this.server = connections.server();
    this.session = session;
    this.lease = lease;
    this.chunk = chunk;
    this.mapped = mapped;
  }

  /** First commits whose session copies; what follows is the one transaction. */
  void begin(TableName written) {
    table = written;
    MemoryChunks chunks = new MemoryChunks(server);
    try {
      session.run(
          "record who copies",
          t -> {
            server.transactions().number(t);
            server.workspace().require(t, lease);
            return chunks.record(t, lease, chunk, session.number());
          });
      session.commit();
      session.run(
          "mark what follows as ours",
          t -> {
            t.mark = new Mark(lease.migration(), Direction.FORWARD);
            t.pass = lease.migration();
            server.transactions().number(t);
            return true;
          });
    } catch (ServerError e) {
      throw failed(e);
    }
  }

  @Override
  public void frames(byte[] buffer, int offset, int length) {
    row(RowBytes.decode(buffer, offset, length));
  }

  @Override
  public void row(Row row) {
    waiting.add(row);
    if (waiting.size() >= AT_ONCE) {
      send();
    }
  }

  private void send() {
    try {
      session.each(
          "copy rows",
          waiting,
          t -> row -> server.toWrite(t, written()).insert(t, mapped.copied(row)));
      written += waiting.size();
      waiting.clear();
    } catch (ServerError e) {
      throw failed(e);
    }
  }

  @Override
  public void commit(Boundary boundary, Position retireAfter, long rows) {
    send();
    if (written != rows) {
      throw new CrossfadeException(
          ErrorCode.INTERNAL, "of " + rows + " rows of " + table + " came " + written);
    }
    Chunk done =
        new Chunk(
            chunk.id(),
            chunk.range(),
            Chunk.State.DONE,
            chunk.attempt(),
            boundary.encode(),
            retireAfter.encode(),
            rows);
    try {
      session.run(
          "say that the chunk is done",
          t -> {
            server.workspace().require(t, lease);
            return new MemoryChunks(server).done(t, lease, done);
          });
      session.commit();
    } catch (ServerError e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    session.close();
  }

  private TableName written() {
    TableName name = table;
    if (name == null) {
      throw new IllegalStateException("not begun");
    }
    return name;
  }

  private CrossfadeException failed(ServerError e) {
    return e.kind() == ServerError.Kind.VALUE_REFUSED || e.kind() == ServerError.Kind.DUPLICATE
        ? Connections.refused(String.valueOf(table), e)
        : connections.failed("write a chunk of " + table, e);
  }
}

package io.crossfade.memory;

import io.crossfade.connector.Applier;
import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkWrite;
import io.crossfade.connector.Lease;
import io.crossfade.connector.Writer;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Direction;
import io.crossfade.model.Mapping;
import io.crossfade.model.Mark;
import io.crossfade.model.TableMapping;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes chunks and batches. */
final class MemoryWriter implements Writer {
  private static final Duration CHUNK_LOCK_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration BATCH_LOCK_TIMEOUT = Duration.ofMinutes(10);

  private final Connections connections;

  MemoryWriter(Connections connections) {
    this.connections = connections;
  }

  @Override
  public boolean understands(String frameFormat, TableMapping mapping) {
    return frameFormat.equals(MemoryReader.FRAME_FORMAT)
        && mapping.isPassThrough()
        && mapping.columns().stream().noneMatch(c -> c instanceof ColumnMapping.WhenMissing);
  }

  @Override
  public ChunkWrite chunk(Lease lease, Chunk chunk, TableMapping mapping, @Nullable String format) {
    String name = lease.migration() + "/chunk " + chunk.id().number() + "." + chunk.attempt();
    Session session = connections.open(name, CHUNK_LOCK_TIMEOUT);
    MemoryChunkWrite write =
        new MemoryChunkWrite(connections, session, lease, chunk, new MappedRow(mapping));
    boolean isBegun = false;
    try {
      write.begin(mapping.to().name());
      isBegun = true;
      return write;
    } finally {
      if (!isBegun) {
        session.close();
      }
    }
  }

  @Override
  public Applier applier(Lease lease, Direction direction, Mapping mapping) {
    Session session = connections.open(lease.migration() + "/apply", BATCH_LOCK_TIMEOUT);
    return new MemoryApplier(connections, session, lease, new Mark(lease.migration(), direction));
  }
}

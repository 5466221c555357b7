package io.crossfade.transfer.copy;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkWrite;
import io.crossfade.connector.Database;
import io.crossfade.connector.Lease;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.Task;
import io.crossfade.transfer.Workplace;
import io.crossfade.transfer.mapping.ReadPlan;
import java.util.List;

/**
 * Copies one chunk that was opened: its rows, DONE and its boundary in one target transaction. A
 * crash leaves it absent or complete; a superseded attempt writes nothing.
 *
 * @param besideMirrors whether the application writes the target too, and what it has brought there
 *     stays
 */
public record CopyChunk(Lease lease, Chunk chunk, TableMapping mapping, boolean besideMirrors)
    implements Task<Long> {
  private static final long serialVersionUID = 2;

  /** Returns how many rows were copied. */
  @Override
  public Long run(Workplace workplace) {
    Database source = workplace.database(Side.SOURCE);
    Database target = workplace.database(Side.TARGET);
    boolean frames =
        mapping.isPassThrough()
            && target.writer().understands(source.reader().frameFormat(mapping), mapping);
    try {
      return copy(source, target, frames);
    } catch (CrossfadeException e) {
      if (!frames || e.code() != ErrorCode.TARGET_REFUSED_ROW) {
        throw e;
      }
      // What passes through unseen cannot be named.
      return copy(source, target, false);
    }
  }

  private long copy(Database source, Database target, boolean frames) {
    // The write begins first: it waits for a lock, and a snapshot should be as short as it can be.
    try (ChunkWrite write = begin(target, frames);
        Snapshot snapshot = source.reader().snapshot(List.of(mapping.from()))) {
      long rows = frames ? copyFrames(snapshot, write) : copyRows(snapshot, write);
      write.commit(snapshot.boundary(), snapshot.end(), rows);
      return rows;
    }
  }

  private ChunkWrite begin(Database target, boolean frames) {
    return besideMirrors
        ? target.items().orElseThrow().chunk(lease, chunk, mapping, frames)
        : target.writer().chunk(lease, chunk, mapping, frames);
  }

  private long copyFrames(Snapshot snapshot, ChunkWrite write) {
    return snapshot.frames(mapping, chunk.range(), write::frames);
  }

  private long copyRows(Snapshot snapshot, ChunkWrite write) {
    ReadPlan plan = ReadPlan.of(mapping);
    long[] rows = {0};
    snapshot.rows(
        plan.reading(),
        chunk.range(),
        row -> {
          write.row(plan.finish(row));
          rows[0]++;
        });
    return rows[0];
  }
}

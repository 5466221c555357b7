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
import org.jspecify.annotations.Nullable;

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
    String format = format(source, target);
    try {
      return copy(source, target, format);
    } catch (CrossfadeException e) {
      if (format == null || e.code() != ErrorCode.TARGET_REFUSED_ROW) {
        throw e;
      }
      // What passes through unseen cannot be named.
      return copy(source, target, null);
    }
  }

  /** The fastest that both know; null where rows have to be taken apart. */
  private @Nullable String format(Database source, Database target) {
    if (!mapping.isPassThrough()) {
      return null;
    }
    for (String format : source.reader().frameFormats(mapping)) {
      if (target.writer().understands(format, mapping)) {
        return format;
      }
    }
    return null;
  }

  private long copy(Database source, Database target, @Nullable String format) {
    // The write begins first: it waits for a lock, and a snapshot should be as short as it can be.
    try (ChunkWrite write = begin(target, format);
        Snapshot snapshot = source.reader().snapshot(List.of(mapping.from()))) {
      long rows =
          format == null
              ? copyRows(snapshot, write)
              : snapshot.frames(mapping, chunk.range(), format, write::frames);
      write.commit(snapshot.boundary(), snapshot.end(), rows);
      return rows;
    }
  }

  private ChunkWrite begin(Database target, @Nullable String format) {
    return besideMirrors
        ? target.items().orElseThrow().chunk(lease, chunk, mapping, format)
        : target.writer().chunk(lease, chunk, mapping, format);
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

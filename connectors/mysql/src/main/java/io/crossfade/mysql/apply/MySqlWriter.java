package io.crossfade.mysql.apply;

import io.crossfade.connector.Applier;
import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkWrite;
import io.crossfade.connector.Lease;
import io.crossfade.connector.SharedFormats;
import io.crossfade.connector.Writer;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Direction;
import io.crossfade.model.Mapping;
import io.crossfade.model.TableMapping;
import io.crossfade.mysql.session.Sessions;
import org.jspecify.annotations.Nullable;

/** Writes chunks and batches by statements of many rows. */
public final class MySqlWriter implements Writer {
  private final Sessions sessions;

  public MySqlWriter(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Frames have no place for values that only we know, so every written column must be in them. */
  @Override
  public boolean understands(String frameFormat, TableMapping mapping) {
    return frameFormat.equals(SharedFormats.LINES)
        && mapping.isPassThrough()
        && mapping.columns().stream().noneMatch(c -> c instanceof ColumnMapping.WhenMissing);
  }

  @Override
  public ChunkWrite chunk(Lease lease, Chunk chunk, TableMapping mapping, @Nullable String format) {
    return MySqlChunkWrite.begin(sessions, lease, chunk, mapping);
  }

  @Override
  public Applier applier(Lease lease, Direction direction, Mapping mapping) {
    return MySqlApplier.open(sessions, lease, direction);
  }
}

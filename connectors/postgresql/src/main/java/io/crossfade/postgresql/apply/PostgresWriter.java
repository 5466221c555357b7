package io.crossfade.postgresql.apply;

import io.crossfade.connector.Applier;
import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkWrite;
import io.crossfade.connector.Lease;
import io.crossfade.connector.Writer;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Direction;
import io.crossfade.model.Mapping;
import io.crossfade.model.TableMapping;
import io.crossfade.postgresql.copy.PostgresChunkWrite;
import io.crossfade.postgresql.copy.PostgresReader;
import io.crossfade.postgresql.session.Sessions;

/** Writes chunks by COPY and batches by set-wise statements. */
public final class PostgresWriter implements Writer {
  private final Sessions sessions;

  public PostgresWriter(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Frames have no place for values that only we know, so every written column must be in them. */
  @Override
  public boolean understands(String frameFormat, TableMapping mapping) {
    return frameFormat.equals(PostgresReader.FRAME_FORMAT)
        && mapping.isPassThrough()
        && mapping.columns().stream().allMatch(column -> isPortable(column, mapping));
  }

  /**
   * Binary arrays and rows of a user's type carry the type's number, and the types that name
   * catalog entries are such numbers themselves: another number in each database. From its name a
   * user's type cannot be told to be a harmless one.
   */
  private static boolean isPortable(ColumnMapping column, TableMapping mapping) {
    String type = mapping.to().column(column.to()).type();
    return !(column instanceof ColumnMapping.WhenMissing)
        && !type.contains(".")
        && !type.startsWith("reg");
  }

  @Override
  public ChunkWrite chunk(Lease lease, Chunk chunk, TableMapping mapping, boolean frames) {
    return PostgresChunkWrite.begin(sessions, lease, chunk, mapping, frames);
  }

  @Override
  public Applier applier(Lease lease, Direction direction, Mapping mapping) {
    return PostgresApplier.open(sessions, lease, direction);
  }
}

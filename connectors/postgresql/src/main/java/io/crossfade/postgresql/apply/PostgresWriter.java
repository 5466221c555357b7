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
import io.crossfade.postgresql.copy.FrameFormat;
import io.crossfade.postgresql.copy.Landing;
import io.crossfade.postgresql.copy.PostgresChunkWrite;
import io.crossfade.postgresql.session.Sessions;
import org.jspecify.annotations.Nullable;

/** Writes chunks by COPY and batches by set-wise statements. */
public final class PostgresWriter implements Writer {
  private final Sessions sessions;

  public PostgresWriter(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Frames have no place for values that only we know, so every written column must be in them. */
  @Override
  public boolean understands(String frameFormat, TableMapping mapping) {
    return FrameFormat.isUnderstood(frameFormat, mapping)
        && mapping.isPassThrough()
        && mapping.columns().stream().noneMatch(c -> c instanceof ColumnMapping.WhenMissing);
  }

  @Override
  public ChunkWrite chunk(Lease lease, Chunk chunk, TableMapping mapping, @Nullable String format) {
    return PostgresChunkWrite.begin(
        sessions, lease, chunk, mapping, format, Landing.straight(mapping));
  }

  @Override
  public Applier applier(Lease lease, Direction direction, Mapping mapping) {
    return PostgresApplier.open(sessions, lease, direction);
  }
}

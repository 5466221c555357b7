package io.crossfade.engine.steps;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.Problem;
import io.crossfade.engine.Setup;
import io.crossfade.engine.StepName;
import io.crossfade.engine.streams.Streams;
import io.crossfade.model.Direction;
import io.crossfade.model.Side;
import io.crossfade.transfer.copy.Backfill;
import io.crossfade.transfer.follow.Following;
import java.util.List;
import java.util.Map;

/// The backfill: copies the rows that are there, chunk by chunk, while the stream runs beside.
public final class CopyRows implements Step {
  /// Names of facts: how much was copied.
  public static final String ROWS = "rows";

  public static final String CHUNKS = "chunks";

  private final Setup setup;
  private final Streams streams;
  private final Backfill backfill;
  private final CopyNumbers numbers;
  private final int workers;
  private final long rowsPerChunk;

  public CopyRows(
      Setup setup,
      Streams streams,
      Backfill backfill,
      CopyNumbers numbers,
      int workers,
      long rowsPerChunk) {
    this.setup = setup;
    this.streams = streams;
    this.backfill = backfill;
    this.numbers = numbers;
    this.workers = workers;
    this.rowsPerChunk = rowsPerChunk;
  }

  @Override
  public StepName name() {
    return StepName.BACKFILL;
  }

  @Override
  public List<Problem> check() {
    return List.of();
  }

  /// The chunks are recorded before the stream starts: a table without chunks counts as copied.
  @Override
  public Map<String, String> run() {
    backfill.plan(rowsPerChunk);
    numbers.begin(chunks());
    streams.start(Direction.FORWARD, Following.Mode.APPLY);
    backfill.run(workers, setup.threads());
    List<Chunk> chunks = chunks();
    return Map.of(
        ROWS, "" + chunks.stream().mapToLong(Chunk::rows).sum(), CHUNKS, "" + chunks.size());
  }

  private List<Chunk> chunks() {
    return setup.database(Side.TARGET).workspace().chunks(setup.lease().migration());
  }

  /// The rows go with the tables, when [Prepare] is undone.
  @Override
  public void undo() {
    streams.stop(Direction.FORWARD);
  }
}

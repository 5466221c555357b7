package io.crossfade.engine.steps;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkId;
import io.crossfade.engine.Control;
import io.crossfade.model.TableName;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Which chunks of which table are done, for people who look at it. Thread-safe.
final class CopiedChunks {
  private static final int CELLS = 100;
  private static final int PERCENT = 100;

  private final Map<TableName, OneTable> tables = new TreeMap<>();

  private static final class OneTable {
    private final BitSet done = new BitSet();
    private int chunks;
  }

  synchronized void begin(List<Chunk> all) {
    tables.clear();
    for (Chunk chunk : all) {
      OneTable table = tables.computeIfAbsent(chunk.id().table(), _ -> new OneTable());
      table.chunks = Math.max(table.chunks, chunk.id().number() + 1);
      table.done.set(chunk.id().number(), chunk.state() == Chunk.State.DONE);
    }
  }

  synchronized void done(ChunkId chunk) {
    OneTable table = tables.get(chunk.table());
    if (table != null) {
      table.done.set(chunk.number());
    }
  }

  synchronized List<Control.TableChunks> tables() {
    return tables.entrySet().stream().map(e -> told(e.getKey(), e.getValue())).toList();
  }

  private static Control.TableChunks told(TableName name, OneTable table) {
    int cells = Math.min(CELLS, table.chunks);
    List<Integer> percents =
        IntStream.range(0, cells).mapToObj(cell -> percent(table, cell, cells)).toList();
    return new Control.TableChunks(name, table.chunks, table.done.cardinality(), percents);
  }

  private static int percent(OneTable table, int cell, int cells) {
    int from = (int) ((long) table.chunks * cell / cells);
    int to = (int) ((long) table.chunks * (cell + 1) / cells);
    return table.done.get(from, to).cardinality() * PERCENT / (to - from);
  }
}

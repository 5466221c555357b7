package io.crossfade.connector;

import io.crossfade.model.KeyRange;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.List;

/** Reads tables in short snapshots. */
public interface Reader {
  /**
   * Cuts a table into adjacent ranges that cover every possible key. One range where no order of
   * the key is provably the same here and in the database.
   */
  List<KeyRange> plan(Table table, long rowsPerChunk);

  KeyOrder order(Table table);

  /** Locks the tables against rewriting, then takes a snapshot. On a primary only. */
  Snapshot snapshot(List<Table> tables);

  /**
   * The names of the formats in which {@link Snapshot#frames} can give this mapping's rows, the
   * fastest first; a writer may understand one of them. Types decide which: the fastest format need
   * not hold every type.
   */
  List<String> frameFormats(TableMapping mapping);

  /** Digests of two databases may be compared where both have the same name for their way. */
  String digestFormat();
}

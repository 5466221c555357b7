package io.crossfade.connector;

import io.crossfade.model.KeyRange;
import io.crossfade.model.Table;
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
   * The name of the format in which {@link Snapshot#frames} gives rows; a writer may understand it.
   */
  String frameFormat();
}

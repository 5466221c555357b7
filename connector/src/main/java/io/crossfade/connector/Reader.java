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
   * The name of the format in which {@link Snapshot#frames} gives this mapping's rows; a writer may
   * understand it. Types decide which: the fastest format need not hold every type.
   */
  String frameFormat(TableMapping mapping);

  /** Digests of two databases may be compared where both have the same name for their way. */
  String digestFormat();
}

package io.crossfade.connector;

import io.crossfade.model.Table;
import java.io.Serializable;
import java.util.List;

/** The numbers that a database gives to new rows by itself. */
public interface Sequences {
  /** For each numbered column the last number given, or the next one where that was set by hand. */
  List<Last> read(List<Table> tables);

  /** Moves each sequence beyond {@code last.value() + gap}; never back. */
  void leap(Lease lease, List<Last> lasts, long gap);

  /** The last number given for a column of a table. */
  record Last(io.crossfade.model.TableName table, String column, long value)
      implements Serializable {}
}

package io.crossfade.connector;

import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/** The numbers that a database gives to new rows by itself. */
public interface Sequences {
  /**
   * For each numbered column the last number given, or the next one where that was set by hand; and
   * of each sequence of no column that these tables use, or that is in a schema of theirs.
   */
  List<Last> read(List<Table> tables);

  /**
   * What stands in the rows themselves, for each numbered column that has any: the highest value,
   * or the lowest where the sequence counts down. DEADLINE_PASSED if that cannot be told within
   * {@code patience}, for instance because a large table has no index on such a column.
   */
  List<Last> highest(List<Table> tables, Duration patience);

  /**
   * Moves each sequence beyond {@code last.value()} and {@code gap} numbers more, in the direction
   * in which it counts; never back. One that is not there is passed over. A sequence that would end
   * within the gap leaves the gap out.
   */
  void leap(Lease lease, List<Last> lasts, long gap);

  /**
   * The last number given for a column of a table.
   *
   * @param table of a sequence of no column its own name, with an empty column
   */
  record Last(TableName table, String column, long value) implements Serializable {
    public static Last alone(TableName sequence, long value) {
      return new Last(sequence, "", value);
    }

    public boolean isAlone() {
      return column.isEmpty();
    }
  }
}

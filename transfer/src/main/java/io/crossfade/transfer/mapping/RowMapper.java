package io.crossfade.transfer.mapping;

import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Maps whole rows of the read table, as a change stream brings them. Small when serialised: what it
 * compiles is compiled where it runs, once.
 */
public final class RowMapper implements Serializable {
  private static final long serialVersionUID = 1;

  private final TableMapping mapping;
  private transient volatile @Nullable MappedColumns columns;

  public RowMapper(TableMapping mapping) {
    this.mapping = mapping;
  }

  public TableMapping mapping() {
    return mapping;
  }

  /**
   * Compiles now what would else be compiled for the first row: a moment, but not one of a hold.
   */
  public void prepare() {
    compiled();
  }

  /**
   * Whether {@link #map} leaves a column absent that may have changed: an expression needs a value
   * that the log did not carry, while another of its inputs is there. The absent values must first
   * be read from the table, unless a later change of the row will bring the column.
   */
  public boolean needsAbsentValues(Row row) {
    return !row.isWhole() && compiled().needsAbsentValues(row);
  }

  /**
   * Maps a row with one value for each column of {@code mapping.from()} to one with one value for
   * each of {@code mapping.columns()}. {@code Cast} values keep the read type's text. What needs an
   * absent value is absent.
   */
  public Row map(Row row) {
    return compiled().map(row);
  }

  private MappedColumns compiled() {
    MappedColumns known = columns;
    if (known == null) {
      known = MappedColumns.compile(mapping, mapping.from().columnNames());
      columns = known;
    }
    return known;
  }
}

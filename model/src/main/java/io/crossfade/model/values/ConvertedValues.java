package io.crossfade.model.values;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.ColumnMapping.Converted;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What a mapping's {@code Converted} columns make of the values of a row, in the mapping's order.
 * Says which row it is where a value cannot be converted. Thread-safe.
 */
public final class ConvertedValues {
  private final TableMapping mapping;

  /** Those that a row has values for. */
  private final List<ColumnMapping> columns;

  /** By column; null where nothing is to be done. */
  private final @Nullable Conversion[] conversions;

  private final boolean[] zeroAsNull;
  private final boolean isNothing;

  private ConvertedValues(TableMapping mapping, List<ColumnMapping> columns) {
    this.mapping = mapping;
    this.columns = columns;
    this.conversions = new Conversion[columns.size()];
    this.zeroAsNull = new boolean[columns.size()];
    boolean nothing = true;
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i) instanceof Converted converted) {
        Conversion conversion = converted.conversion();
        conversions[i] = conversion.isNothing() ? null : conversion;
        zeroAsNull[i] = converted.zeroAsNull();
        nothing &= conversion.isNothing() && !zeroAsNull[i];
      }
    }
    this.isNothing = nothing;
  }

  /** For rows as a reader gives them: without {@code Made} and {@code WhenMissing} columns. */
  public static ConvertedValues ofRead(TableMapping mapping) {
    List<ColumnMapping> read = new ArrayList<>();
    for (ColumnMapping column : mapping.columns()) {
      boolean ours =
          column instanceof ColumnMapping.Made || column instanceof ColumnMapping.WhenMissing;
      if (!ours) {
        read.add(column);
      }
    }
    return new ConvertedValues(mapping, read);
  }

  /** For rows with a value for each column of the mapping. */
  public static ConvertedValues ofAll(TableMapping mapping) {
    return new ConvertedValues(mapping, mapping.columns());
  }

  /** Whether all values stay as they are, unseen. */
  public boolean isNothing() {
    return isNothing;
  }

  /** All of a row's values, in their place. TARGET_REFUSED_ROW where one cannot be converted. */
  public void convert(@Nullable String[] values) {
    if (isNothing) {
      return;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = convert(i, values[i], values);
    }
  }

  /**
   * The value of one column.
   *
   * @param values of the same row, to name it by its key; those of columns before may be converted
   *     already, which keys survive
   */
  public @Nullable String convert(int column, @Nullable String value, @Nullable String[] values) {
    if (value == null || (zeroAsNull[column] && Moments.isZero(value))) {
      return null;
    }
    Conversion conversion = conversions[column];
    try {
      return conversion == null ? value : conversion.apply(value);
    } catch (Refused e) {
      throw refused(columns.get(column).to(), key(values), String.valueOf(e.getMessage()));
    }
  }

  private CrossfadeException refused(String column, String key, String why) {
    String table = mapping.to().name().toString();
    return new CrossfadeException(
        ErrorCode.TARGET_REFUSED_ROW,
        "the row for %s with %s does not fit column %s: %s; mend the row, and it goes on by itself"
            .formatted(table, key, column, why),
        Map.of("table", table, "key", key, "column", column, CrossfadeException.PASSES, "true"));
  }

  /** The written table's key, so that the row can be found without telling what it holds. */
  private String key(@Nullable String[] values) {
    StringJoiner key = new StringJoiner(", ");
    for (int i = 0; i < columns.size() && i < values.length; i++) {
      String to = columns.get(i).to();
      if (mapping.to().key().contains(to)) {
        key.add(to + "=" + values[i]);
      }
    }
    return key.toString();
  }
}

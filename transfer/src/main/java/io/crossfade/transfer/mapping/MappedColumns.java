package io.crossfade.transfer.mapping;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import io.crossfade.model.values.ConvertedValues;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A mapping made ready to run over rows with a given order of values. */
final class MappedColumns {
  private static final int NONE = -1;

  private final TableMapping mapping;
  private final Map<String, Integer> places;

  /** Which value of the read row each written column takes; NONE where it takes none. */
  private final int[] sources;

  private final @Nullable String[] constants;
  private final @Nullable MadeValue[] made;
  private final ConvertedValues converted;
  private final boolean rowStaysAsItIs;
  private final boolean computes;

  private MappedColumns(
      TableMapping mapping,
      Map<String, Integer> places,
      int[] sources,
      @Nullable String[] constants,
      @Nullable MadeValue[] made) {
    this.mapping = mapping;
    this.places = places;
    this.sources = sources;
    this.constants = constants;
    this.made = made;
    this.computes = !mapping.isPassThrough();
    this.converted = ConvertedValues.ofAll(mapping);
    this.rowStaysAsItIs = converted.isNothing() && isIdentity(sources, places.size());
  }

  /**
   * @param values the read columns, in the order in which rows will have them
   */
  static MappedColumns compile(TableMapping mapping, List<String> values) {
    Map<String, Integer> places = places(values);
    List<ColumnMapping> columns = mapping.columns();
    int[] sources = new int[columns.size()];
    @Nullable String[] constants = new String[columns.size()];
    @Nullable MadeValue[] made = new MadeValue[columns.size()];
    ExpressionCompiler compiler = new ExpressionCompiler(mapping);
    for (int i = 0; i < columns.size(); i++) {
      ColumnMapping column = columns.get(i);
      sources[i] = NONE;
      if (column instanceof ColumnMapping.Copied copied) {
        sources[i] = place(places, copied.from());
      } else if (column instanceof ColumnMapping.Cast cast) {
        sources[i] = place(places, cast.from());
      } else if (column instanceof ColumnMapping.Converted converted) {
        sources[i] = place(places, converted.from());
      } else if (column instanceof ColumnMapping.Constant constant) {
        constants[i] = constant.value();
      } else if (column instanceof ColumnMapping.WhenMissing missing) {
        constants[i] = missing.value();
      } else if (column instanceof ColumnMapping.Made ours) {
        made[i] = compiler.compile(ours);
      }
    }
    return new MappedColumns(mapping, places, sources, constants, made);
  }

  private static Map<String, Integer> places(List<String> values) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      places.put(values.get(i), i);
    }
    return places;
  }

  private static int place(Map<String, Integer> places, String column) {
    Integer place = places.get(column);
    if (place == null) {
      throw new IllegalArgumentException(
          "a mapping reads column " + column + ", which is not there");
    }
    return place;
  }

  private static boolean isIdentity(int[] sources, int size) {
    for (int i = 0; i < sources.length; i++) {
      if (sources[i] != i) {
        return false;
      }
    }
    return sources.length == size;
  }

  boolean needsAbsentValues(Row row) {
    for (MadeValue expression : made) {
      if (expression != null && absent(expression, row) == Absence.SOME) {
        return true;
      }
    }
    return false;
  }

  Row map(Row row) {
    if (rowStaysAsItIs) {
      return row;
    }
    @Nullable String[] values = constants.clone();
    BitSet absent = new BitSet();
    boolean whole = row.isWhole();
    for (int i = 0; i < sources.length; i++) {
      if (sources[i] == NONE) {
        continue;
      }
      if (!whole && row.isAbsent(sources[i])) {
        absent.set(i);
      } else {
        values[i] = row.value(sources[i]);
      }
    }
    converted.convert(values);
    if (computes) {
      compute(row, values, absent);
    }
    return Row.partial(values, absent);
  }

  private void compute(Row row, @Nullable String[] values, BitSet absent) {
    for (int i = 0; i < made.length; i++) {
      MadeValue expression = made[i];
      if (expression == null) {
        continue;
      }
      if (absent(expression, row) == Absence.NONE) {
        values[i] = evaluate(expression, i, row);
      } else {
        absent.set(i);
      }
    }
  }

  private @Nullable String evaluate(MadeValue expression, int column, Row row) {
    try {
      String value = expression.evaluate(name -> row.value(place(places, name)));
      if (value == null && !mapping.to().column(mapping.columns().get(column).to()).nullable()) {
        throw new MadeValue.Failure("the result is NULL, which the column does not take");
      }
      return value;
    } catch (MadeValue.Failure e) {
      throw failed(e, mapping.columns().get(column).to(), row);
    }
  }

  private CrossfadeException failed(MadeValue.Failure why, String column, Row row) {
    String key = key(row);
    return new CrossfadeException(
        ErrorCode.TARGET_REFUSED_ROW,
        "the row of "
            + mapping.to().name()
            + " with "
            + key
            + " has no value for column "
            + column
            + ": "
            + why.getMessage()
            + "; mend the row, and it goes on by itself; or abort, and change the mapping in the manifest",
        Map.of(
            "table",
            mapping.to().name().toString(),
            "key",
            key,
            "column",
            column,
            CrossfadeException.PASSES,
            "true"));
  }

  /** The written table's key, so that the row can be found without telling what it holds. */
  private String key(Row row) {
    List<String> written = mapping.written();
    return mapping.to().key().stream()
        .map(k -> k + "=" + value(row, written.indexOf(k)))
        .collect(Collectors.joining(", "));
  }

  private @Nullable String value(Row row, int column) {
    int place = sources[column];
    if (place == NONE) {
      return constants[column];
    }
    return row.isAbsent(place) ? "?" : row.value(place);
  }

  private enum Absence {
    NONE,
    SOME,
    ALL
  }

  private Absence absent(MadeValue expression, Row row) {
    List<String> inputs = expression.inputs();
    if (row.isWhole() || inputs.isEmpty()) {
      return Absence.NONE;
    }
    long missing = inputs.stream().filter(c -> row.isAbsent(place(places, c))).count();
    return missing == 0 ? Absence.NONE : missing == inputs.size() ? Absence.ALL : Absence.SOME;
  }
}

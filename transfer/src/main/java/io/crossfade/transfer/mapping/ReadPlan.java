package io.crossfade.transfer.mapping;

import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.ColumnMapping.Copied;
import io.crossfade.model.ColumnMapping.Made;
import io.crossfade.model.ColumnMapping.WhenMissing;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a mapping's rows are read where the database does what it can: copies, casts and constants
 * come ready, and what we make is left to us.
 */
public final class ReadPlan implements Serializable {
  private static final long serialVersionUID = 1;

  private final TableMapping reading;
  private final TableMapping written;
  private final List<String> inputs;
  private transient volatile @Nullable FinishedColumns columns;

  private ReadPlan(TableMapping reading, TableMapping written, List<String> inputs) {
    this.reading = reading;
    this.written = written;
    this.inputs = inputs;
  }

  public static ReadPlan of(TableMapping mapping) {
    List<ColumnMapping> written =
        mapping.columns().stream().filter(c -> !(c instanceof WhenMissing)).toList();
    ExpressionCompiler compiler = new ExpressionCompiler(mapping);
    Set<String> inputs = new LinkedHashSet<>();
    List<ColumnMapping> read = new ArrayList<>();
    for (ColumnMapping column : written) {
      if (column instanceof Made made) {
        inputs.addAll(compiler.inputs(made));
      } else {
        read.add(column);
      }
    }
    List<Column> columns = new ArrayList<>(mapping.to().columns());
    for (String input : inputs) {
      String name = unused("input_" + input, columns);
      columns.add(mapping.from().column(input).renamed(name));
      read.add(new Copied(input, name));
    }
    return new ReadPlan(
        new TableMapping(mapping.from(), mapping.to().with(columns), read),
        new TableMapping(mapping.from(), mapping.to(), written),
        List.copyOf(inputs));
  }

  private static String unused(String wanted, List<Column> columns) {
    String name = wanted;
    while (named(columns, name)) {
      name = name + "_";
    }
    return name;
  }

  private static boolean named(List<Column> columns, String name) {
    return columns.stream().anyMatch(c -> c.name().equals(name));
  }

  /**
   * What to read: the mapping's columns without computed and {@code WhenMissing} ones, then, under
   * names of their own, the columns that expressions need.
   */
  public TableMapping reading() {
    return reading;
  }

  /** The written columns of a finished row: the mapping's, without {@code WhenMissing} ones. */
  public TableMapping written() {
    return written;
  }

  /** Makes of a row with {@link #reading}'s values one with {@link #written}'s. */
  public Row finish(Row read) {
    if (written.isPassThrough()) {
      return read;
    }
    FinishedColumns known = columns;
    if (known == null) {
      known = new FinishedColumns(written, inputs);
      columns = known;
    }
    return known.finish(read);
  }
}

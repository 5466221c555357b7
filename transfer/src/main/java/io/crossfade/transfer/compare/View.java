package io.crossfade.transfer.compare;

import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Equality;
import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.mapping.ReadPlan;
import io.crossfade.transfer.mapping.ValueType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one side of a mapped table is read so that both sides give equal rows: the columns that are
 * written, without those the written side keeps for itself.
 */
final class View implements Serializable {
  private static final long serialVersionUID = 1;

  private final TableMapping mapping;
  private final List<String> columns;
  private transient volatile ReadPlan plan;

  private View(TableMapping mapping, List<String> columns) {
    this.mapping = mapping;
    this.columns = columns;
    this.plan = ReadPlan.of(mapping);
  }

  /** The side that is read, seen through the mapping. */
  static View mapped(TableMapping mapping) {
    TableMapping all = withGenerated(mapping);
    return new View(all, compared(all));
  }

  /** What both databases compute by themselves is written by nobody, and has to be equal. */
  private static TableMapping withGenerated(TableMapping mapping) {
    List<ColumnMapping> columns = new ArrayList<>(mapping.columns());
    for (Column column : mapping.to().columns()) {
      if (column.generated()
          && mapping.equality(column.name()) != Equality.NEVER
          && mapping.from().has(column.name())
          && mapping.from().column(column.name()).generated()) {
        columns.add(new ColumnMapping.Copied(column.name(), column.name()));
      }
    }
    return new TableMapping(mapping.from(), mapping.to(), columns, mapping.equality());
  }

  /** The written side, as it is. */
  static View written(TableMapping mapping) {
    List<String> columns = compared(withGenerated(mapping));
    return new View(
        new TableMapping(
            mapping.to(),
            mapping.to(),
            columns.stream().map(c -> (ColumnMapping) new ColumnMapping.Copied(c, c)).toList(),
            mapping.equality()),
        columns);
  }

  private static List<String> compared(TableMapping mapping) {
    return mapping.columns().stream()
        .filter(c -> !(c instanceof ColumnMapping.WhenMissing))
        .map(ColumnMapping::to)
        .toList();
  }

  TableMapping mapping() {
    return mapping;
  }

  List<String> columns() {
    return columns;
  }

  TableMapping reading() {
    return plan().reading();
  }

  /** The columns that are compared, in order; equal values are equal texts. */
  Row finish(Row read) {
    Row row = plan().finish(read);
    if (mapping.equality().isEmpty()) {
      return row;
    }
    @Nullable String[] values = new @Nullable String[row.size()];
    for (int i = 0; i < values.length; i++) {
      String value = row.value(i);
      values[i] =
          value == null || mapping.equality(columns.get(i)) != Equality.SQL
              ? value
              : SqlEquality.canonical(value, typeOf(columns.get(i)));
    }
    return Row.of(values);
  }

  private ValueType typeOf(String column) {
    return ValueType.of(mapping.to().column(column).type());
  }

  /** The key, in the order of the written table's key. */
  Key keyOf(Row row) {
    List<String> values = new ArrayList<>();
    for (String column : mapping.to().key()) {
      String value = row.value(columns.indexOf(column));
      if (value == null) {
        throw new IllegalStateException("NULL in the key of " + mapping.to().name());
      }
      values.add(value);
    }
    return new Key(values);
  }

  private ReadPlan plan() {
    ReadPlan known = plan;
    if (known == null) {
      known = ReadPlan.of(mapping);
      plan = known;
    }
    return known;
  }
}

package io.crossfade.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of one table become rows of another, in one direction.
 *
 * <p>Key columns are copied or cast, so that a row on one side has exactly one counterpart. Where
 * several tables become one, constants stand before them in its key: what a table has there is its
 * slice, the values with which the keys of its rows begin. Whoever speaks of the rows of a mapping
 * calls them by their keys without those values, on either side.
 *
 * @param equality by written column, where it is not {@link Equality#EXACT}; only a comparison asks
 * @param slice of the table that is read; of no values where all of its rows are meant
 */
public record TableMapping(
    Table from, Table to, List<ColumnMapping> columns, Map<String, Equality> equality, Key slice)
    implements Serializable {

  public TableMapping {
    columns = List.copyOf(columns);
    equality = Map.copyOf(equality);
  }

  /** One that reads all rows of its table. */
  public TableMapping(
      Table from, Table to, List<ColumnMapping> columns, Map<String, Equality> equality) {
    this(from, to, columns, equality, Key.NONE);
  }

  /** One in which all columns are compared exactly. */
  public TableMapping(Table from, Table to, List<ColumnMapping> columns) {
    this(from, to, columns, Map.of());
  }

  /** The slice of the table that is written; of no values where it is written by no other one. */
  public Key writtenSlice() {
    List<String> values = new ArrayList<>();
    for (String column : to.key()) {
      String constant = constant(column);
      if (constant == null) {
        break;
      }
      values.add(constant);
    }
    return values.isEmpty() ? Key.NONE : new Key(values);
  }

  private @Nullable String constant(String written) {
    for (ColumnMapping column : columns) {
      if (column instanceof ColumnMapping.Constant constant && constant.to().equals(written)) {
        return constant.value();
      }
    }
    return null;
  }

  /** Whether one of the two tables is shared with other mappings, which have other slices of it. */
  public boolean isSliced() {
    return !slice.values().isEmpty() || !writtenSlice().values().isEmpty();
  }

  /** By which its rows are told of: the written table, or the one that becomes a slice of it. */
  public TableName name() {
    return writtenSlice().values().isEmpty() ? to.name() : from.name();
  }

  /** The mapping that reads {@code table} as it is. */
  public static TableMapping identity(Table table) {
    return new TableMapping(
        table,
        table,
        table.columns().stream()
            .filter(c -> !c.generated())
            .map(c -> (ColumnMapping) new ColumnMapping.Copied(c.name(), c.name()))
            .toList());
  }

  /** By the names alone: mappings are looked up for every change, and no two share both names. */
  @Override
  public int hashCode() {
    return 31 * from.name().hashCode() + to.name().hashCode();
  }

  /** Whether the database alone can map a row: nothing of it is made by us. */
  public boolean isPassThrough() {
    return columns.stream().noneMatch(c -> c instanceof ColumnMapping.Made);
  }

  /** Whether it lies between engines: values are of a kind, and we make one of the other. */
  public boolean isConverted() {
    return columns.stream().anyMatch(c -> c instanceof ColumnMapping.Converted);
  }

  /** Of a written column. */
  public Equality equality(String column) {
    return equality.getOrDefault(column, Equality.EXACT);
  }

  /** The written columns, in the mapping's order. */
  public List<String> written() {
    return columns.stream().map(ColumnMapping::to).toList();
  }
}

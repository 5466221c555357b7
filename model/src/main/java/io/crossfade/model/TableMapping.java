package io.crossfade.model;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * How the rows of one table become rows of another, in one direction.
 *
 * <p>Key columns are copied or cast, so that a row on one side has exactly one counterpart.
 *
 * @param equality by written column, where it is not {@link Equality#EXACT}; only a comparison asks
 */
public record TableMapping(
    Table from, Table to, List<ColumnMapping> columns, Map<String, Equality> equality)
    implements Serializable {

  public TableMapping {
    columns = List.copyOf(columns);
    equality = Map.copyOf(equality);
  }

  /** One in which all columns are compared exactly. */
  public TableMapping(Table from, Table to, List<ColumnMapping> columns) {
    this(from, to, columns, Map.of());
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

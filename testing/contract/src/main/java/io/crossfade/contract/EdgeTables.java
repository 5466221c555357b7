package io.crossfade.contract;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Two tables with a column for each type. Row 0 of {@code typed} has NULLs, the others the types'
 * values in turn; {@code became} has the same columns under other names, the other way round.
 */
final class EdgeTables {
  private final List<String> types;
  private final List<List<String>> values;
  private final int rows;

  EdgeTables(Map<String, List<String>> edges) {
    this.types = List.copyOf(edges.keySet());
    this.values = List.copyOf(edges.values());
    this.rows = 1 + values.stream().mapToInt(List::size).max().orElseThrow();
    if (values.stream().anyMatch(v -> v.size() < 2)) {
      throw new IllegalArgumentException("a type needs two values, for a step between them");
    }
  }

  int rows() {
    return rows;
  }

  List<String> types() {
    return types;
  }

  String createTyped() {
    List<String> columns = columns("c");
    columns.add(0, "id int PRIMARY KEY");
    columns.add(1, "touched int");
    return "CREATE TABLE typed (" + String.join(", ", columns) + ")";
  }

  String createBecame() {
    List<String> columns = columns("d");
    Collections.reverse(columns);
    columns.add("touched int");
    columns.add("id int PRIMARY KEY");
    return "CREATE TABLE became (" + String.join(", ", columns) + ")";
  }

  private List<String> columns(String prefix) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      columns.add(prefix + i + " " + types.get(i));
    }
    return columns;
  }

  String[] inserts() {
    String[] inserts = new String[rows];
    for (int row = 0; row < rows; row++) {
      List<String> given = new ArrayList<>(List.of(String.valueOf(row), "0"));
      for (int i = 0; i < types.size(); i++) {
        given.add(value(i, row));
      }
      inserts[row] = "INSERT INTO typed VALUES (" + String.join(", ", given) + ")";
    }
    return inserts;
  }

  private String value(int type, int row) {
    boolean isNull = row == 0 && !types.get(type).endsWith("NOT NULL");
    int size = values.get(type).size();
    return isNull ? "NULL" : values.get(type).get((row + size - 1) % size);
  }

  /** The columns of the types, under the names that begin with this. */
  List<String> names(String prefix) {
    return IntStream.range(0, types.size()).mapToObj(i -> prefix + i).toList();
  }

  /** All columns of {@code typed}, in its order. */
  TableMapping mapping(Table typed, Table became) {
    List<ColumnMapping> columns = new ArrayList<>();
    columns.add(new ColumnMapping.Copied("id", "id"));
    columns.add(new ColumnMapping.Copied("touched", "touched"));
    for (int i = 0; i < types.size(); i++) {
      columns.add(column(i));
    }
    return new TableMapping(typed, became, columns);
  }

  ColumnMapping column(int type) {
    return new ColumnMapping.Copied("c" + type, "d" + type);
  }
}

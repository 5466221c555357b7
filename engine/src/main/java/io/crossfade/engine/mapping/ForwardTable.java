package io.crossfade.engine.mapping;

import io.crossfade.engine.manifest.AddedColumn;
import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.ColumnMapping.Called;
import io.crossfade.model.ColumnMapping.Cast;
import io.crossfade.model.ColumnMapping.Computed;
import io.crossfade.model.ColumnMapping.Constant;
import io.crossfade.model.ColumnMapping.Converted;
import io.crossfade.model.ColumnMapping.Copied;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.mapping.Constants;
import java.util.ArrayList;
import java.util.List;

/// How a source row becomes a target row.
final class ForwardTable {
  private ForwardTable() {}

  static TableMapping mapping(ScopedTable table, Table target, Functions functions) {
    List<ColumnMapping> columns = new ArrayList<>();
    for (Column column : table.kept()) {
      if (!column.generated()) {
        columns.add(
            table
                .made(column.name())
                .map(rule -> MadeColumns.there(table, column, rule, functions))
                .orElseGet(() -> kept(table, column)));
      }
    }
    table.rule().added().forEach(added -> columns.add(added(added, table.dialects(), functions)));
    return new TableMapping(table.source(), target, columns, table.equality(table::targetColumn));
  }

  private static ColumnMapping kept(ScopedTable table, Column column) {
    String to = table.targetColumn(column.name());
    if (!table.dialects().same()) {
      boolean zeroAsNull = table.zeroAsNull(column.name());
      return new Converted(column.name(), column.kind(), to, table.targetKind(column), zeroAsNull);
    }
    String type = table.targetType(column);
    return type.equals(column.type())
        ? new Copied(column.name(), to)
        : new Cast(column.name(), column.type(), to, type);
  }

  private static ColumnMapping added(AddedColumn added, Dialects dialects, Functions functions) {
    return switch (added) {
      case AddedColumn.Computed computed -> new Computed(computed.column(), computed.expression());
      case AddedColumn.Called called ->
          new Called(called.of(), called.column(), functions.require(called.function()));
      case AddedColumn.Constant constant -> {
        String value = constant.value();
        yield new Constant(
            constant.column(),
            value == null
                ? null
                : Constants.canonical(value, dialects.kinds().apply(constant.type())));
      }
    };
  }
}

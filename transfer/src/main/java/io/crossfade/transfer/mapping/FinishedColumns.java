package io.crossfade.transfer.mapping;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.ColumnMapping.Copied;
import io.crossfade.model.ColumnMapping.Made;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.List;

/** A read plan made ready to run: every value is taken as it was read, but those we make. */
final class FinishedColumns {
  private final MappedColumns columns;

  FinishedColumns(TableMapping written, List<String> inputs) {
    List<String> values = new ArrayList<>();
    List<ColumnMapping> taken = new ArrayList<>();
    for (ColumnMapping column : written.columns()) {
      if (column instanceof Made) {
        taken.add(column);
      } else {
        // A name that no column can have: the read value of a written column is not its namesake's.
        String ready = "\0" + column.to();
        values.add(ready);
        taken.add(new Copied(ready, column.to()));
      }
    }
    values.addAll(inputs);
    columns = MappedColumns.compile(new TableMapping(written.from(), written.to(), taken), values);
  }

  Row finish(Row read) {
    return columns.map(read);
  }
}

package io.crossfade.memory;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.values.ConvertedValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A table's rows as a mapping reads and writes them. */
final class MappedRow {
  private final TableMapping mapping;

  MappedRow(TableMapping mapping) {
    this.mapping = mapping;
  }

  /** The values that a snapshot gives. */
  Row read(Row row) {
    List<@Nullable String> values = new ArrayList<>();
    for (ColumnMapping column : mapping.columns()) {
      if (column instanceof ColumnMapping.Copied copied) {
        values.add(row.value(mapping.from().indexOf(copied.from())));
      } else if (column instanceof ColumnMapping.Cast cast) {
        String value = row.value(mapping.from().indexOf(cast.from()));
        values.add(ValueType.of(cast.toType()).canonical(value));
      } else if (column instanceof ColumnMapping.Converted converted) {
        values.add(row.value(mapping.from().indexOf(converted.from())));
      } else if (column instanceof ColumnMapping.Constant constant) {
        values.add(constant.value());
      }
    }
    @Nullable String[] read = values.toArray(String[]::new);
    ConvertedValues.ofRead(mapping).convert(read);
    return Row.of(read);
  }

  /** A whole written row from the values that a chunk brings. */
  @Nullable String[] copied(Row row) {
    @Nullable String[] values = new @Nullable String[mapping.to().columns().size()];
    int next = 0;
    for (ColumnMapping column : mapping.columns()) {
      int place = mapping.to().indexOf(column.to());
      values[place] =
          column instanceof ColumnMapping.WhenMissing given ? given.value() : row.value(next++);
    }
    return values;
  }

  /** A whole written row from one with a value for each mapped column. */
  @Nullable String[] inserted(Row row) {
    @Nullable String[] values = new @Nullable String[mapping.to().columns().size()];
    for (int i = 0; i < mapping.columns().size(); i++) {
      values[mapping.to().indexOf(mapping.columns().get(i).to())] = row.value(i);
    }
    return values;
  }

  /** What an update sets, by the places of the written columns. */
  Map<Integer, @Nullable String> set(Row row) {
    Map<Integer, @Nullable String> set = new LinkedHashMap<>();
    for (int i = 0; i < mapping.columns().size(); i++) {
      ColumnMapping column = mapping.columns().get(i);
      if (!(column instanceof ColumnMapping.WhenMissing) && !row.isAbsent(i)) {
        set.put(mapping.to().indexOf(column.to()), row.value(i));
      }
    }
    return set;
  }

  /** The written table's key of a row with a value for each mapped column. */
  Key key(Row row) {
    Table to = mapping.to();
    List<String> written = mapping.written();
    return new Key(
        to.key().stream()
            .map(column -> Objects.requireNonNull(row.value(written.indexOf(column))))
            .toList());
  }
}

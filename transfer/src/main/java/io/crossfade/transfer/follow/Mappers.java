package io.crossfade.transfer.follow;

import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.mapping.Keys;
import io.crossfade.transfer.mapping.RowMapper;
import java.util.HashMap;
import java.util.Map;

/** The compiled mappings of a stream's tables. One thread. */
final class Mappers {
  private final Map<TableMapping, Compiled> compiled = new HashMap<>();

  private record Compiled(RowMapper rows, Keys keys) {}

  Row map(TableMapping table, Row row) {
    return of(table).rows().map(row);
  }

  Key map(TableMapping table, Key key) {
    return of(table).keys().mapKey(key);
  }

  KeyRange map(TableMapping table, KeyRange range) {
    return of(table).keys().mapRange(range);
  }

  /** Whether the row's absent values must be read before it is mapped. */
  boolean needsReread(TableMapping table, Row row) {
    return of(table).rows().needsAbsentValues(row);
  }

  private Compiled of(TableMapping table) {
    return compiled.computeIfAbsent(table, t -> new Compiled(new RowMapper(t), new Keys(t)));
  }
}

package io.crossfade.engine.streams;

import io.crossfade.model.Change;
import io.crossfade.model.Changes;
import io.crossfade.model.Key;
import io.crossfade.model.Mapping;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import io.crossfade.transfer.compare.TouchedKeys;
import io.crossfade.transfer.follow.ReadKey;
import io.crossfade.transfer.follow.Slices;
import io.crossfade.transfer.mapping.Keys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rows that others have written on a side that is fenced, as the stream that applies there
/// calls them: so that they are compared at once, and not only with all the others.
final class Strangers {
  /// How many rows are compared one by one; of more, the tables are compared as a whole.
  private static final int LIMIT = 10_000;

  private final Map<TableName, List<Fenced>> tables = new HashMap<>();
  private final TouchedKeys rows = new TouchedKeys(LIMIT);

  /// @param back from the fenced side
  /// @param applied to it
  private record Fenced(TableMapping back, TableMapping applied) {}

  /// @param watching the mapping of the stream that reads the fenced side
  /// @param applying that of the other one, with the same tables in the same order; where there is
  ///   no way back, one of the two has none
  Strangers(Mapping watching, Mapping applying) {
    int both = Math.min(watching.tables().size(), applying.tables().size());
    for (int i = 0; i < both; i++) {
      TableMapping back = watching.tables().get(i);
      tables
          .computeIfAbsent(back.from().name(), _ -> new ArrayList<>())
          .add(new Fenced(back, applying.tables().get(i)));
    }
  }

  TouchedKeys rows() {
    return rows;
  }

  void add(Changes changes) {
    for (Change change : changes) {
      for (TableName name : names(change)) {
        for (Fenced table : tables.getOrDefault(name, List.of())) {
          Slices.of(table.back(), change).ifPresent(own -> add(table, own));
        }
      }
    }
  }

  private static List<TableName> names(Change change) {
    return switch (change) {
      case Change.Insert e -> List.of(e.table());
      case Change.Update e -> List.of(e.table());
      case Change.Delete e -> List.of(e.table());
      case Change.Unreadable e -> List.of(e.table());
      case Change.Truncate e -> e.tables();
    };
  }

  private void add(Fenced table, Change change) {
    switch (change) {
      case Change.Insert e -> add(table, List.of(ReadKey.of(table.back(), e.row())));
      case Change.Update e -> add(table, List.of(e.oldKey(), e.key()));
      case Change.Delete e -> add(table, List.of(e.key()));
      case Change.Unreadable e -> add(table, e.keys());
      case Change.Truncate _ -> rows.suspect(table.applied());
    }
  }

  private void add(Fenced table, List<Key> keys) {
    Keys mapped = new Keys(table.back());
    keys.forEach(key -> rows.add(table.applied(), mapped.mapWithin(key)));
  }
}

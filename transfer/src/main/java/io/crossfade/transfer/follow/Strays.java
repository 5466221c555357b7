package io.crossfade.transfer.follow;

import io.crossfade.connector.Database;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.Change;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mapping;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Rows of a table with slices that lie in none of them, so that no table of the other side takes
 * them. The stream stands there until somebody has given them a place: who passed over them would
 * lose them.
 */
final class Strays {
  private final Database from;
  private final Map<TableName, List<TableMapping>> sliced;

  Strays(Database from, Mapping mapping) {
    this.from = from;
    this.sliced =
        mapping.tables().stream()
            .filter(table -> !table.slice().values().isEmpty())
            .collect(Collectors.groupingBy(table -> table.from().name()));
  }

  /** Why the stream cannot pass a transaction; empty where it can. */
  Optional<CrossfadeException> in(LoggedTransaction transaction) {
    if (sliced.isEmpty()) {
      return Optional.empty();
    }
    for (Change change : transaction.changes()) {
      Optional<CrossfadeException> why = in(change);
      if (why.isPresent()) {
        return why;
      }
    }
    return Optional.empty();
  }

  private Optional<CrossfadeException> in(Change change) {
    if (change instanceof Change.Insert insert) {
      List<TableMapping> tables = sliced.getOrDefault(insert.table(), List.of());
      return tables.isEmpty()
          ? Optional.empty()
          : in(tables, ReadKey.of(tables.get(0).from(), insert.row()));
    }
    return change instanceof Change.Update update
        ? in(sliced.getOrDefault(update.table(), List.of()), update.key())
        : Optional.empty();
  }

  private Optional<CrossfadeException> in(List<TableMapping> tables, Key key) {
    boolean strays =
        !tables.isEmpty() && tables.stream().noneMatch(table -> key.beginsWith(table.slice()));
    return strays && isThere(tables.get(0), key)
        ? Optional.of(stray(tables, key))
        : Optional.empty();
  }

  /** What has gone since goes in the log too, later. */
  private boolean isThere(TableMapping table, Key key) {
    List<Key> found = new ArrayList<>();
    try (Snapshot snapshot = from.reader().snapshot(List.of(table.from()))) {
      snapshot.rows(
          TableMapping.identity(table.from()),
          List.of(key),
          row -> found.add(ReadKey.of(table.from(), row)));
    }
    return !found.isEmpty();
  }

  private static CrossfadeException stray(List<TableMapping> tables, Key key) {
    TableMapping first = tables.get(0);
    String table = first.from().name().toString();
    String known =
        tables.stream()
            .map(one -> one.slice() + " to " + one.to().name())
            .sorted()
            .collect(Collectors.joining(", "));
    return new CrossfadeException(
        ErrorCode.TARGET_REFUSED_ROW,
        "the row of %s with the key %s belongs to no table of the other side: by %s rows go with %s; give it one of these values, or delete it, and the stream goes on by itself"
            .formatted(
                table,
                key,
                String.join(", ", first.from().key().subList(0, first.slice().values().size())),
                known),
        Map.of("table", table, "key", key.toString(), CrossfadeException.PASSES, "true"));
  }
}

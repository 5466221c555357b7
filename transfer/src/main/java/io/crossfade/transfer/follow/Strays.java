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
import java.time.Duration;
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
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Written NOTHING = new Written(List.of(), List.of());

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
    boolean visible = false;
    for (Change change : transaction.changes()) {
      Written written = written(change);
      for (Key key : written.keys) {
        if (written.tables.stream().anyMatch(table -> key.beginsWith(table.slice()))) {
          continue;
        }
        if (!visible) {
          // A commit is told before others see it: not seen yet is not gone.
          from.log().awaitVisible(List.of(transaction.id()), PATIENCE);
          visible = true;
        }
        if (isThere(written.tables.get(0), key)) {
          return Optional.of(stray(written.tables, key));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * @param keys none without tables
   */
  private record Written(List<TableMapping> tables, List<Key> keys) {}

  /** Where a change has left its row, or may have. */
  private Written written(Change change) {
    if (change instanceof Change.Insert insert) {
      List<TableMapping> tables = tables(insert.table());
      return tables.isEmpty()
          ? NOTHING
          : new Written(tables, List.of(ReadKey.of(tables.get(0).from(), insert.row())));
    }
    if (change instanceof Change.Update update) {
      return written(update.table(), List.of(update.key()));
    }
    return change instanceof Change.Unreadable unreadable
        ? written(unreadable.table(), unreadable.keys())
        : NOTHING;
  }

  private Written written(TableName table, List<Key> keys) {
    List<TableMapping> tables = tables(table);
    return tables.isEmpty() ? NOTHING : new Written(tables, keys);
  }

  private List<TableMapping> tables(TableName table) {
    return sliced.getOrDefault(table, List.of());
  }

  /**
   * What has gone since goes in the log too, later. A server may take another key for the same, in
   * other letters for instance.
   */
  private boolean isThere(TableMapping table, Key key) {
    List<Key> found = new ArrayList<>();
    try (Snapshot snapshot = from.reader().snapshot(List.of(table.from()))) {
      snapshot.rows(
          TableMapping.identity(table.from()),
          List.of(key),
          row -> found.add(ReadKey.of(table.from(), row)));
    }
    return found.contains(key);
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

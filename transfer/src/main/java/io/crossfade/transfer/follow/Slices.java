package io.crossfade.transfer.follow;

import io.crossfade.model.Change;
import io.crossfade.model.Key;
import io.crossfade.model.TableMapping;
import java.util.List;
import java.util.Optional;

/**
 * What a change of a table is to one of the mappings that share it, by the key: nothing, or a
 * change of its own slice, with keys as it calls them.
 */
public final class Slices {
  private Slices() {}

  public static Optional<Change> of(TableMapping mapping, Change change) {
    Key slice = mapping.slice();
    if (slice.values().isEmpty()) {
      return Optional.of(change);
    }
    int first = slice.values().size();
    if (change instanceof Change.Insert insert) {
      return Optional.of(change)
          .filter(c -> ReadKey.of(mapping.from(), insert.row()).beginsWith(slice));
    }
    if (change instanceof Change.Update update) {
      return of(update, slice);
    }
    if (change instanceof Change.Delete delete) {
      return delete.key().beginsWith(slice)
          ? Optional.of(new Change.Delete(delete.table(), delete.key().without(first)))
          : Optional.empty();
    }
    if (change instanceof Change.Unreadable unreadable) {
      List<Key> keys =
          unreadable.keys().stream()
              .filter(key -> key.beginsWith(slice))
              .map(key -> key.without(first))
              .toList();
      return Optional.of(keys)
          .filter(some -> !some.isEmpty())
          .map(some -> new Change.Unreadable(unreadable.table(), some));
    }
    return Optional.of(change);
  }

  /** A row may leave its slice for another one. It comes there as one of which some is unknown. */
  private static Optional<Change> of(Change.Update update, Key slice) {
    int first = slice.values().size();
    Key key = update.key().without(first);
    if (update.key().beginsWith(slice)) {
      boolean stays = update.oldKey().beginsWith(slice);
      Key oldKey = stays ? update.oldKey().without(first) : key;
      return Optional.of(new Change.Update(update.table(), oldKey, key, update.row()));
    }
    return update.oldKey().beginsWith(slice)
        ? Optional.of(new Change.Delete(update.table(), update.oldKey().without(first)))
        : Optional.empty();
  }
}

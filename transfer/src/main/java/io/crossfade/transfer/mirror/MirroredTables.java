package io.crossfade.transfer.mirror;

import io.crossfade.connector.Items.Item;
import io.crossfade.model.Direction;
import io.crossfade.model.Key;
import io.crossfade.model.Mapping;
import io.crossfade.model.RowDifference;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which rows the items of a migration are: a store bears the source's name of its table. */
public final class MirroredTables {
  private final Direction direction;
  private final Map<String, TableMapping> byStore;

  public MirroredTables(Mapping mapping) {
    this.direction = mapping.direction();
    this.byStore =
        mapping.tables().stream().collect(Collectors.toMap(this::store, Function.identity()));
  }

  /** A row by the key that it has where it is read. */
  record Row(TableMapping table, Key key) {}

  List<TableMapping> all() {
    return List.copyOf(byStore.values());
  }

  /** Empty for what is no row of a moved table: a store or a key that was misspelt. */
  Optional<Row> row(Item item) {
    return Optional.ofNullable(byStore.get(item.store()))
        .flatMap(table -> key(item, table).map(key -> new Row(table, key)));
  }

  private static Optional<Key> key(Item item, TableMapping table) {
    try {
      return Optional.of(Key.parse(item.key()))
          .filter(key -> key.values().size() == table.from().key().size());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As they are noted; what is not moved is left out. */
  List<Item> items(List<RowDifference> rows) {
    return rows.stream()
        .flatMap(row ->
            byStore.values().stream()
                .filter(table -> table.name().equals(row.table()))
                .map(table -> new Item(store(table), row.key().text())))
        .toList();
  }

  private String store(TableMapping table) {
    Table source = direction == Direction.FORWARD ? table.from() : table.to();
    return source.name().toString();
  }
}

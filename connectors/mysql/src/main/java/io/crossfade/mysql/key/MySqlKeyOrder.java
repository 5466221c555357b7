package io.crossfade.mysql.key;

import io.crossfade.connector.KeyOrder;
import io.crossfade.model.Key;
import io.crossfade.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the leading key columns that have a {@link KeyKind}, as many as both keys have. */
public final class MySqlKeyOrder implements KeyOrder {
  private static final long serialVersionUID = 1;

  private final ArrayList<KeyKind> kinds;

  private MySqlKeyOrder(List<KeyKind> kinds) {
    this.kinds = new ArrayList<>(kinds);
  }

  public static MySqlKeyOrder of(Table table) {
    List<KeyKind> kinds = new ArrayList<>();
    for (String column : table.key()) {
      Optional<KeyKind> kind = KeyKind.of(table.column(column).type());
      if (kind.isEmpty()) {
        break;
      }
      kinds.add(kind.get());
    }
    return new MySqlKeyOrder(kinds);
  }

  @Override
  public int compare(Key a, Key b) {
    int columns = Math.min(kinds.size(), Math.min(a.values().size(), b.values().size()));
    for (int i = 0; i < columns; i++) {
      int order = kinds.get(i).compare(a.values().get(i), b.values().get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}

package io.crossfade.memory;

import io.crossfade.connector.KeyOrder;
import io.crossfade.model.Key;
import io.crossfade.model.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Integers by their value, texts by their bytes; a key is cut by its leading columns of these. */
final class MemoryKeyOrder implements KeyOrder {
  private static final long serialVersionUID = 1;

  /** For each leading column that has an order, whether it is text. */
  private final ArrayList<Boolean> texts;

  private MemoryKeyOrder(List<Boolean> texts) {
    this.texts = new ArrayList<>(texts);
  }

  static MemoryKeyOrder of(Table table) {
    List<Boolean> texts = new ArrayList<>();
    for (String column : table.key()) {
      ValueType type = ValueType.find(table.column(column).type());
      if (type == null || !type.isOrdered()) {
        break;
      }
      texts.add(type.isText());
    }
    return new MemoryKeyOrder(texts);
  }

  /** How many leading columns it orders. */
  int columns() {
    return texts.size();
  }

  @Override
  public int compare(Key a, Key b) {
    int columns = Math.min(texts.size(), Math.min(a.values().size(), b.values().size()));
    for (int i = 0; i < columns; i++) {
      String x = a.values().get(i);
      String y = b.values().get(i);
      int order =
          texts.get(i)
              ? Arrays.compareUnsigned(bytes(x), bytes(y))
              : Long.compare(Long.parseLong(x), Long.parseLong(y));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static byte[] bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}

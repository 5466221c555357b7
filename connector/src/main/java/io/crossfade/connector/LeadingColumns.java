package io.crossfade.connector;

import io.crossfade.model.Key;
import io.crossfade.model.Table;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The order of the leading key columns whose order a connector knows, up to the first other one. */
public final class LeadingColumns implements KeyOrder {
  private static final long serialVersionUID = 1;

  private final ArrayList<ColumnOrder> columns;

  /** How the server orders the values of a column, as canonical texts. */
  public interface ColumnOrder extends Serializable {
    int compare(String a, String b);
  }

  private LeadingColumns(List<ColumnOrder> columns) {
    this.columns = new ArrayList<>(columns);
  }

  /** @param known the order of a type; empty where it is not surely the server's */
  public static LeadingColumns of(
      Table table, Function<String, ? extends Optional<? extends ColumnOrder>> known) {
    List<ColumnOrder> columns = new ArrayList<>();
    for (String column : table.key()) {
      Optional<? extends ColumnOrder> order = known.apply(table.column(column).type());
      if (order.isEmpty()) {
        break;
      }
      columns.add(order.get());
    }
    return new LeadingColumns(columns);
  }

  @Override
  public int compare(Key a, Key b) {
    int both = Math.min(columns.size(), Math.min(a.values().size(), b.values().size()));
    for (int i = 0; i < both; i++) {
      int order = columns.get(i).compare(a.values().get(i), b.values().get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}

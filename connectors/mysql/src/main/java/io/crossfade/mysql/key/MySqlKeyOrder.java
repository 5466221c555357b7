package io.crossfade.mysql.key;

import io.crossfade.connector.KeyOrder;
import io.crossfade.connector.LeadingColumns;
import io.crossfade.model.Table;

/** As MySQL and MariaDB order the leading key columns that have a {@link KeyKind}. */
public final class MySqlKeyOrder {
  private MySqlKeyOrder() {}

  public static KeyOrder of(Table table) {
    return LeadingColumns.of(table, KeyKind::of);
  }
}

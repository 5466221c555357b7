package io.crossfade.postgresql.key;

import io.crossfade.connector.KeyOrder;
import io.crossfade.connector.LeadingColumns;
import io.crossfade.model.Table;

/** As PostgreSQL orders the leading key columns that have a {@link KeyKind}. */
public final class PostgresKeyOrder {
  private PostgresKeyOrder() {}

  public static KeyOrder of(Table table) {
    return LeadingColumns.of(table, KeyKind::of);
  }
}

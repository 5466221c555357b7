package io.crossfade.postgresql.items;

import io.crossfade.model.TableMapping;
import io.crossfade.postgresql.copy.Landing;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A chunk lands in a table of its own, and moves on without the rows that mirrors have brought or
 * deleted: whatever they bring is newer, or is followed by something newer.
 *
 * <p>Nobody may bring anything between that look and our commit, so the table of items is locked
 * against writing for that moment. Whoever has brought something holds no row that we could wait
 * for, as we hold none of the moved table yet.
 */
final class BesideMirrors implements Landing {
  private static final String TABLE = "pg_temp.crossfade_chunk";

  private final String migration;
  private final TableMapping mapping;

  BesideMirrors(String migration, TableMapping mapping) {
    this.migration = migration;
    this.mapping = mapping;
  }

  @Override
  public String table() {
    return TABLE;
  }

  @Override
  public void make(Connection connection) throws SQLException {
    Transaction.execute(
        connection,
        "CREATE TEMPORARY TABLE %s (LIKE %s) ON COMMIT DROP"
            .formatted(TABLE, Sql.table(mapping.to().name())));
  }

  @Override
  public void moveOn(Connection connection) throws SQLException {
    String columns = Sql.columns(mapping.written());
    Transaction.execute(
        connection,
        """
        LOCK TABLE crossfade.item IN SHARE MODE;
        INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM %3$s
        WHERE NOT EXISTS (SELECT FROM crossfade.item i
          WHERE i.migration = %4$s AND i.store = %5$s AND i.key = %6$s);
        """
            .formatted(
                Sql.table(mapping.to().name()),
                columns,
                TABLE,
                Sql.literal(migration),
                Sql.literal(PostgresItems.store(mapping)),
                ItemTable.keyText(mapping.to().key())));
  }
}

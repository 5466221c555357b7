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
 * <p>No mirror may bring anything between that look and our commit. So there are some advisory
 * locks of the migration: a mirror shares all of them, as its first act (the client's {@code
 * JdbcItems}), and a chunk has one for itself. Thus chunks go side by side, and nobody but this
 * migration's mirrors waits. Who waits has written nothing yet, so nobody waits for him.
 */
final class BesideMirrors implements Landing {
  private static final String TABLE = "pg_temp.crossfade_chunk";

  /** As many chunks move on at the same time. The client says the same. */
  private static final int LOCKS = 8;

  private final String migration;
  private final TableMapping mapping;
  private final int lock;

  /**
   * @param number the chunk's
   */
  BesideMirrors(String migration, TableMapping mapping, int number) {
    this.migration = migration;
    this.mapping = mapping;
    this.lock = Math.floorMod(number, LOCKS);
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
        SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('crossfade/' || %4$s, %7$d));
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
                ItemTable.keyText(mapping.to().key()),
                lock));
  }
}

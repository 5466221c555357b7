package io.crossfade.client.dual.jdbc;

import io.crossfade.client.dual.DualWrite;
import io.crossfade.client.dual.Item;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A transaction under way on the side whose word counts. Of one thread. Closed without a commit it
 * is rolled back.
 */
public final class DualTransaction implements AutoCloseable {
  private final DualWrite write;
  private final Connection connection;
  private final JdbcItems items;
  private final long since = System.nanoTime();
  private boolean over;

  DualTransaction(DualWrite write, Connection connection, JdbcItems items) {
    this.write = write;
    this.connection = connection;
    this.items = items;
  }

  public Side side() {
    return write.side();
  }

  /** Where to write. It is committed and closed here, by nobody else. */
  public Connection connection() {
    return connection;
  }

  /**
   * This item is written or deleted in this transaction. Said in the order in which the other side
   * is to get them: a parent before its children.
   *
   * @param key its canonical text: {@link io.crossfade.model.Key#text()}
   */
  public void touched(String store, String key) {
    write.note(new Item(store, key));
  }

  /**
   * Commits, and mirrors then. Where this fails, the transaction may have committed all the same if
   * its connection broke meanwhile; then its mirror follows.
   *
   * @throws io.crossfade.model.CrossfadeException MIRROR_FAILED if it was taken back
   */
  public void commit() throws SQLException {
    if (over) {
      throw new SQLException("This transaction is over.", "25000");
    }
    items.note(connection, write.epoch(), write.items(), DualTransactions.HEAD_START);
    over = true;
    boolean failed = true;
    try (DualWrite ended = write) {
      // Given back before anybody waits for a mirror, which needs a connection too.
      try (Connection used = connection) {
        used.commit();
      }
      ended.done();
      failed = false;
    } finally {
      write.count(since, failed);
    }
  }

  /** Who leaves without a commit has mostly met an error, and counts as such. */
  @Override
  public void close() throws SQLException {
    if (over) {
      return;
    }
    over = true;
    write.count(since, true);
    try (DualWrite ended = write;
        Connection used = connection) {
      used.rollback();
      ended.undone();
    }
  }
}

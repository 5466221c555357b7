package io.crossfade.client.dual.jdbc;

import io.crossfade.client.dual.DualWrite;
import io.crossfade.client.dual.DualWriter;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Transactions on the side that is written first, each of which says what it has touched. That word
 * commits with it ({@link io.crossfade.client.dual.Guarantee#OUTBOX}). The writer's ledger is to be
 * an {@link Outbox} of the same items.
 */
public final class DualTransactions {
  /** A process that has died mirrors nothing; others take up what it has left after this. */
  static final Duration HEAD_START = Duration.ofSeconds(5);

  private final DualWriter writer;
  private final JdbcItems items;
  private final DataSource source;
  private final DataSource target;

  /** The pools and the writer stay the caller's. */
  public DualTransactions(
      DualWriter writer, JdbcItems items, DataSource source, DataSource target) {
    this.writer = writer;
    this.items = items;
    this.source = source;
    this.target = target;
  }

  public DualTransaction begin() throws SQLException {
    return begin(null);
  }

  /**
   * Begins a transaction on the side whose word counts; waits while the route is held. It must be
   * closed.
   *
   * @throws io.crossfade.model.CrossfadeException HELD_TOO_LONG or MIRROR_BEHIND: nothing was sent
   *     to a database
   */
  public DualTransaction begin(@Nullable String key) throws SQLException {
    Taken taken = new Taken();
    boolean begun = false;
    try {
      DualWrite write = writer.begin(key, taken::take);
      begun = true;
      return new DualTransaction(write, taken.get(), items);
    } catch (Taken.Refused e) {
      throw e.cause;
    } finally {
      if (!begun) {
        taken.giveBack();
      }
    }
  }

  /** A connection that is taken before the router counts the transaction. */
  private final class Taken {
    private @Nullable Connection connection;
    private @Nullable Side side;

    private static final class Refused extends RuntimeException {
      private static final long serialVersionUID = 1;
      private final SQLException cause;

      private Refused(SQLException cause) {
        super(cause);
        this.cause = cause;
      }
    }

    void take(Side wanted) {
      if (connection != null && side == wanted) {
        return;
      }
      try {
        giveBack();
        Connection opened = (wanted == Side.SOURCE ? source : target).getConnection();
        connection = opened;
        side = wanted;
        opened.setAutoCommit(false);
      } catch (SQLException e) {
        throw new Refused(e);
      }
    }

    Connection get() {
      Connection opened = connection;
      if (opened == null) {
        throw new IllegalStateException("no connection was taken");
      }
      return opened;
    }

    void giveBack() throws SQLException {
      Connection opened = connection;
      connection = null;
      if (opened != null) {
        opened.close();
      }
    }
  }
}

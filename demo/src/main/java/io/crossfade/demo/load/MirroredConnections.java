package io.crossfade.demo.load;

import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.client.RouteSource;
import io.crossfade.client.Router;
import io.crossfade.client.dual.DualWriter;
import io.crossfade.client.dual.jdbc.DualTransactions;
import io.crossfade.client.dual.jdbc.JdbcItems;
import io.crossfade.client.dual.jdbc.Outbox;
import io.crossfade.model.Side;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// As the shop's application is meant to connect where it writes both sides itself. A reader never
/// fails because the side to which he was moved is away.
final class MirroredConnections implements Connections {
  /// At the same time: commits that come together share a flush to the disk.
  static final int MIRRORS = 12;

  private static final Duration LAST_MIRRORS = Duration.ofSeconds(60);
  private static final Logger LOG = System.getLogger(MirroredConnections.class.getName());

  private final Router router;
  private final HikariDataSource source;
  private final HikariDataSource target;
  private final DualWriter writer;
  private final DualTransactions transactions;
  private final OwnItems own;
  private final ExecutorService mirrors = Executors.newFixedThreadPool(MIRRORS);
  private final LostSide lost = new LostSide();

  /// Whether this thread's transaction had to wait: the router says so on the thread that waited.
  private final ThreadLocal<Boolean> held = ThreadLocal.withInitial(() -> false);

  MirroredConnections(RouteSource routes, HikariDataSource source, HikariDataSource target) {
    this.router =
        new Router(routes, Router.DEFAULT_HOLD_LIMIT, (nanos, released) -> held.set(true));
    this.source = source;
    this.target = target;
    JdbcItems items = new JdbcItems(router.route().migration());
    this.writer =
        new ShopStores(items, source, target)
            .into(DualWriter.with(router))
            .outbox(new Outbox(items, source, target))
            .mirrorsOn(mirrors)
            .start();
    this.transactions = new DualTransactions(writer, items, source, target);
    this.own = new OwnItems(items);
  }

  @Override
  public Work open(boolean readOnly, String customer) throws SQLException {
    held.set(false);
    return readOnly ? reading(customer) : new MirroredWork(transactions, customer, own, held::get);
  }

  private Work reading(String customer) throws SQLException {
    Side written = router.route().writes().authoritative();
    Side moved = router.side(true, customer);
    boolean mayMove =
        moved == written || (!lost.is(moved) && own.haveArrived(pool(written), customer));
    return reading(mayMove ? moved : written, written);
  }

  private Work reading(Side side, Side written) throws SQLException {
    try {
      Connection connection = pool(side).getConnection();
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      return new PlainWork(connection, _ -> new Work.Begun(side, false));
    } catch (SQLException e) {
      if (side == written) {
        throw e;
      }
      lost.now(side);
      return reading(written, written);
    }
  }

  private HikariDataSource pool(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  @Override
  public boolean mayReadElsewhere(Side side) {
    boolean moved = side != router.route().writes().authoritative();
    if (moved) {
      lost.now(side);
    }
    return moved;
  }

  /// It is the only one who mirrors: what it leaves behind nobody would bring over.
  @Override
  public void close() {
    try {
      if (!writer.awaitSettled(LAST_MIRRORS)) {
        LOG.log(Level.WARNING, "It leaves mirrors behind: " + writer.findings().ledger());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.close();
    mirrors.shutdown();
    router.close();
    source.close();
    target.close();
  }
}

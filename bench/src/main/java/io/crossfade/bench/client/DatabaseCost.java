package io.crossfade.bench.client;

import io.crossfade.client.CrossfadeDataSource;
import io.crossfade.client.FixedRouteSource;
import io.crossfade.client.Router;
import io.crossfade.client.SideGuard;
import io.crossfade.client.SideRead;
import io.crossfade.client.dual.DualWriter;
import io.crossfade.client.dual.jdbc.DualTransaction;
import io.crossfade.client.dual.jdbc.DualTransactions;
import io.crossfade.client.dual.jdbc.JdbcItems;
import io.crossfade.client.dual.jdbc.Outbox;
import io.crossfade.client.dual.jdbc.RowStore;
import io.crossfade.client.shadow.Arrivals;
import io.crossfade.client.shadow.Comparison;
import io.crossfade.client.shadow.Laboratory;
import io.crossfade.client.shadow.Outcome;
import io.crossfade.client.shadow.Redaction;
import io.crossfade.client.shadow.ShadowLimits;
import io.crossfade.client.shadow.ShadowReader;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import io.crossfade.model.Writes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Reads and writes of real databases, with the client and without it.
final class DatabaseCost {
  private final JdbcItems items = new JdbcItems("shop");
  private final Shop shop;
  private final int rounds;
  private final int each;

  DatabaseCost(Shop shop, int rounds, int each) {
    this.shop = shop;
    this.rounds = rounds;
    this.each = each;
  }

  private static Router router(Writes writes, int shadowPercent) {
    return new Router(
        new FixedRouteSource(new Route("shop", 1, writes, Side.SOURCE, 100, shadowPercent, false)));
  }

  /// One order by its key.
  List<String> reads(Load load) throws Exception {
    try (Router plain = router(Writes.SOURCE, 0);
        Router shadowing = router(Writes.SOURCE, 10);
        Laboratory laboratory = new Laboratory(ShadowLimits.USUAL, Redaction.NO_VALUES)) {
      CrossfadeDataSource routed =
          new CrossfadeDataSource(plain, shop.pool(Side.SOURCE), shop.pool(Side.TARGET));
      Turns turns =
          new Turns(rounds, each, load)
              .with("read, plain", i -> Shop.find(shop.pool(Side.SOURCE), id(i)))
              .with("read, CrossfadeDataSource, all on source", i -> Shop.find(routed, id(i)))
              .with("read, ShadowReader, switched off", reading(plain, laboratory))
              .with("read, ShadowReader, 10 % compared", reading(shadowing, laboratory));
      turns.run();
      List<String> lines = new ArrayList<>(turns.lines());
      lines.add(
          "compared %,d equal, %,d skipped, %,d of %,d"
              .formatted(
                  laboratory.outcomes().of(Outcome.EQUAL),
                  laboratory.outcomes().of(Outcome.SKIPPED),
                  laboratory.outcomes().of(Outcome.MISMATCH),
                  laboratory.outcomes().all()));
      return lines;
    }
  }

  private Turns.Operation reading(Router router, Laboratory laboratory) {
    ShadowReader reader =
        new ShadowReader(router, SideGuard.NONE, laboratory, Comparison.EXACT, Arrivals.AT_ONCE);
    return i -> {
      SideRead<Shop.Order, SQLException> read = side -> Shop.find(shop.pool(side), id(i));
      reader.read("orders.find", "customer-" + id(i), read);
    };
  }

  private static long id(int number) {
    return 1 + (number * 7_919L) % Shop.ORDERS;
  }

  /// Before writes can be noted.
  void prepareWrites() throws SQLException {
    for (Side side : Side.values()) {
      shop.execute(side, "CREATE SCHEMA crossfade");
      shop.execute(side, items.ddl());
    }
  }

  /// One row, committed to the disk.
  List<String> writes(Load load) throws Exception {
    DataSource source = shop.pool(Side.SOURCE);
    DataSource target = shop.pool(Side.TARGET);
    TableName orders = new TableName("public", "orders");
    try (Router router = router(Writes.BOTH, 0);
        DualWriter writer =
            DualWriter.with(router)
                .store(
                    "orders",
                    new RowStore(items, Side.SOURCE, "orders", source, orders),
                    new RowStore(items, Side.TARGET, "orders", target, orders))
                .outbox(new Outbox(items, source, target))
                .start()) {
      DualTransactions transactions = new DualTransactions(writer, items, source, target);
      Turns turns =
          new Turns(rounds, each, load)
              .with("write, plain", i -> write(source, i, load))
              .with("write, both sides, outbox, asynchronous", i -> write(transactions, i, load));
      turns.run();
      long since = System.nanoTime();
      boolean settled = writer.awaitSettled(Duration.ofMinutes(2));
      List<String> lines = new ArrayList<>(turns.lines());
      lines.add(
          "the ledger was %s %d ms after the last write"
              .formatted(settled ? "empty" : "NOT EMPTY", (System.nanoTime() - since) / 1_000_000));
      return lines;
    }
  }

  private static void write(DataSource source, int number, Load load) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      Shop.update(connection, id(number), number);
      Shop.hold(connection, load.holdsMicros());
      connection.commit();
    }
  }

  private static void write(DualTransactions transactions, int number, Load load)
      throws SQLException {
    try (DualTransaction transaction = transactions.begin()) {
      Shop.update(transaction.connection(), id(number), number);
      transaction.touched("orders", String.valueOf(id(number)));
      Shop.hold(transaction.connection(), load.holdsMicros());
      transaction.commit();
    }
  }
}

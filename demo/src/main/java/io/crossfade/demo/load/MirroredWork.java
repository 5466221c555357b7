package io.crossfade.demo.load;

import io.crossfade.client.dual.Item;
import io.crossfade.client.dual.jdbc.DualTransaction;
import io.crossfade.client.dual.jdbc.DualTransactions;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Key;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A transaction that says of each row that it has written it: both sides are to have it.
final class MirroredWork implements Work {
  private final DualTransactions transactions;
  private final String customer;
  private final OwnItems own;
  private final BooleanSupplier held;
  private final List<Item> written = new ArrayList<>();
  private @Nullable DualTransaction transaction;

  MirroredWork(
      DualTransactions transactions, String customer, OwnItems own, BooleanSupplier held) {
    this.transactions = transactions;
    this.customer = customer;
    this.own = own;
    this.held = held;
  }

  @Override
  public Begun begin() throws SQLException {
    try {
      DualTransaction begun = transactions.begin(customer);
      transaction = begun;
      return new Begun(begun.side(), held.getAsBoolean());
    } catch (CrossfadeException e) {
      throw new SQLTransientConnectionException(e.getMessage(), "08001", e);
    }
  }

  private DualTransaction under() {
    DualTransaction begun = transaction;
    if (begun == null) {
      throw new IllegalStateException("it has not begun");
    }
    return begun;
  }

  @Override
  public Connection connection() {
    return under().connection();
  }

  @Override
  public void touched(String table, Object... key) {
    Item item =
        new Item(
            ShopStores.store(table),
            new Key(Arrays.stream(key).map(Object::toString).toList()).text());
    written.add(item);
    under().touched(item.store(), item.key());
  }

  /// Remembered before: an unanswered commit may have happened.
  @Override
  public void commit() throws SQLException {
    own.wrote(customer, written);
    under().commit();
  }

  @Override
  public void rollback() throws SQLException {
    under().close();
  }

  @Override
  public void close() throws SQLException {
    if (transaction != null) {
      transaction.close();
    }
  }
}

package io.crossfade.demo.load;

import io.crossfade.client.dual.Item;
import io.crossfade.client.dual.jdbc.JdbcItems;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.sql.DataSource;

/// What each customer has written and is not known to have arrived, so that he reads it only where
/// it is.
final class OwnItems {
  private final JdbcItems items;
  private final Map<String, List<Item>> byCustomer = new ConcurrentHashMap<>();

  OwnItems(JdbcItems items) {
    this.items = items;
  }

  void wrote(String customer, List<Item> written) {
    byCustomer.merge(
        customer,
        List.copyOf(written),
        (before, now) -> Stream.concat(before.stream(), now.stream()).distinct().toList());
  }

  /// @param written the side on which he wrote
  boolean haveArrived(DataSource written, String customer) throws SQLException {
    List<Item> mine = byCustomer.get(customer);
    if (mine == null) {
      return true;
    }
    boolean arrived = isSettled(written, mine);
    if (arrived) {
      byCustomer.remove(customer, mine);
    }
    return arrived;
  }

  private boolean isSettled(DataSource written, List<Item> mine) throws SQLException {
    String sql =
        "SELECT NOT EXISTS (SELECT FROM %s i JOIN unnest(?::text[], ?::text[]) AS n(store, key) USING (store, key)"
                .formatted(items.table())
            + " WHERE i.migration = ? AND i.version > i.settled)";
    try (Connection connection = written.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setArray(1, connection.createArrayOf("text", mine.stream().map(Item::store).toArray()));
      query.setArray(2, connection.createArrayOf("text", mine.stream().map(Item::key).toArray()));
      query.setString(3, items.migration());
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}

package io.crossfade.demo.judge;

import io.crossfade.demo.record.Attempt;
import io.crossfade.demo.record.Effect;
import io.crossfade.demo.shop.Size;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// What the checks look at: the database as it is, and the transactions that have happened, in
/// order.
record Evidence(Connection connection, Names names, Size size, List<Attempt> happened) {

  /// Every effect of a kind, with the transaction's tag.
  <E extends Effect> void each(Class<E> kind, BiConsumer<String, E> consumer) {
    for (Attempt attempt : happened) {
      for (Effect effect : attempt.effects()) {
        if (kind.isInstance(effect)) {
          consumer.accept(attempt.tag(), kind.cast(effect));
        }
      }
    }
  }

  /// The two columns of a query as keys and values.
  Map<String, String> pairs(String sql) throws SQLException {
    Map<String, String> pairs = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        pairs.put(row.getString(1), String.valueOf(row.getString(2)));
      }
    }
    return pairs;
  }

  long number(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}

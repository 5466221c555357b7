package io.crossfade.client.dual.jdbc;

import io.crossfade.client.shadow.Arrivals;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Where the application writes both sides: everything has arrived when nothing is pending that had
 * committed on the written side when it was asked.
 */
public final class MirrorArrivals implements Arrivals {
  private static final String MOMENT = "SELECT pg_catalog.pg_current_snapshot()::text";

  /** What was written again since is another write, which nobody waits for. */
  private static final String IS_PENDING =
      "SELECT EXISTS (SELECT FROM ITEM WHERE migration = ? AND version > settled"
          + " AND pg_catalog.pg_visible_in_snapshot(tx, ?::pg_snapshot))";

  private final JdbcItems items;
  private final DataSource source;
  private final DataSource target;

  /** The pools stay the caller's. */
  public MirrorArrivals(JdbcItems items, DataSource source, DataSource target) {
    this.items = items;
    this.source = source;
    this.target = target;
  }

  @Override
  public Arrival expect(Side written, String key) throws SQLException {
    DataSource pool = written == Side.SOURCE ? source : target;
    String moment = moment(pool);
    return () -> !isPending(pool, moment);
  }

  private static String moment(DataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement query = connection.prepareStatement(MOMENT);
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }

  private boolean isPending(DataSource pool, String moment) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement query = connection.prepareStatement(items.sql(IS_PENDING))) {
      query.setString(1, items.migration());
      query.setString(2, moment);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }
}

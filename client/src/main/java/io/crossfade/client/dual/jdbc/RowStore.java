package io.crossfade.client.dual.jdbc;

import io.crossfade.client.dual.Item;
import io.crossfade.client.dual.ItemStore;
import io.crossfade.client.dual.Versioned;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One side's rows of one PostgreSQL table with a primary key: each row an item, its value by
 * column, as text that this type of column reads back exactly. Versions lie in the table of items.
 */
public final class RowStore implements ItemStore<Map<String, @Nullable String>> {
  /** Two servers print the same value alike, whatever their databases' settings are. */
  private static final String ONE_SPELLING =
      "SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL TimeZone = 'UTC'; SET LOCAL IntervalStyle = 'postgres';"
          + " SET LOCAL extra_float_digits = 3; SET LOCAL bytea_output = 'hex';"
          // A row that is hidden would be taken for deleted: rather an error.
          + " SET LOCAL row_security = off";

  private final JdbcItems items;
  private final Side side;
  private final String store;
  private final DataSource pool;
  private final TableName table;
  private volatile @Nullable RowColumns columns;

  /**
   * @param store its name, the same on both sides
   * @param pool of that side
   */
  public RowStore(JdbcItems items, Side side, String store, DataSource pool, TableName table) {
    this.items = items;
    this.side = side;
    this.store = store;
    this.pool = pool;
    this.table = table;
  }

  @Override
  public Versioned<Map<String, @Nullable String>> read(String key) throws SQLException {
    try (Connection connection = begin()) {
      // Version and row of one moment: all statements of it see the same.
      set(
          connection,
          "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; " + ONE_SPELLING);
      Versioned<Map<String, @Nullable String>> read =
          new Versioned<>(items.version(connection, item(key)), row(connection, key));
      connection.commit();
      return read;
    }
  }

  @Override
  public boolean put(String key, Versioned<Map<String, @Nullable String>> state)
      throws SQLException {
    boolean sound = false;
    try (Connection connection = begin()) {
      PassAndMark.begin(connection, items.migration(), side);
      boolean newer = items.take(connection, item(key), state.version());
      if (newer) {
        set(connection, ONE_SPELLING);
        Map<String, @Nullable String> row = state.value();
        if (row == null) {
          delete(connection, key);
        } else {
          upsert(connection, row);
        }
      }
      connection.commit();
      sound = true;
      return newer;
    } finally {
      if (!sound) {
        // Its columns may have changed; they are looked at again.
        columns = null;
      }
    }
  }

  private @Nullable Map<String, @Nullable String> row(Connection connection, String key)
      throws SQLException {
    // Never from memory: a column that was added since would be left out, and nobody told.
    RowColumns known = RowColumns.of(connection, table);
    try (PreparedStatement query = connection.prepareStatement(known.select())) {
      bindKey(query, known, key);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          requireSpelled(key, spelled(connection, known, key));
          return null;
        }
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        int place = 0;
        for (String column : known.types().keySet()) {
          values.put(column, row.getString(++place));
        }
        requireSpelled(key, known.key().stream().map(column -> "" + values.get(column)).toList());
        return values;
      }
    }
  }

  private List<String> spelled(Connection connection, RowColumns known, String key)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(known.spelled())) {
      bindKey(query, known, key);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= known.key().size(); i++) {
          values.add("" + row.getString(i));
        }
        return values;
      }
    }
  }

  /** Two spellings of a key would be two items, each with versions of its own. */
  private void requireSpelled(String key, List<String> printed) {
    if (!printed.equals(Key.parse(key).values())) {
      throw new CrossfadeException(
          ErrorCode.TABLE_UNSUPPORTED,
          "a key of "
              + table
              + " was touched in another spelling than the database prints it in, with ISO dates and in UTC."
              + " Touch it so, then delete this line of the table of items; see docs/dual-writes.md");
    }
  }

  private void delete(Connection connection, String key) throws SQLException {
    RowColumns known = columns(connection);
    try (PreparedStatement delete = connection.prepareStatement(known.delete())) {
      bindKey(delete, known, key);
      delete.executeUpdate();
    }
  }

  private void upsert(Connection connection, Map<String, @Nullable String> row)
      throws SQLException {
    List<String> names = new ArrayList<>(row.keySet());
    try (PreparedStatement upsert =
        connection.prepareStatement(columns(connection).upsert(names))) {
      for (int i = 0; i < names.size(); i++) {
        upsert.setString(i + 1, row.get(names.get(i)));
      }
      upsert.executeUpdate();
    }
  }

  private void bindKey(PreparedStatement statement, RowColumns known, String key)
      throws SQLException {
    List<String> values = Key.parse(key).values();
    if (values.size() != known.key().size()) {
      throw new CrossfadeException(
          ErrorCode.TABLE_UNSUPPORTED,
          "a key of "
              + table
              + " has "
              + known.key().size()
              + " values; one with "
              + values.size()
              + " was touched. Say touched(store, Key.of(...).text())");
    }
    for (int i = 0; i < values.size(); i++) {
      statement.setString(i + 1, values.get(i));
    }
  }

  private RowColumns columns(Connection connection) throws SQLException {
    RowColumns known = columns;
    if (known == null) {
      known = RowColumns.of(connection, table);
      columns = known;
    }
    return known;
  }

  private Item item(String key) {
    return new Item(store, key);
  }

  private Connection begin() throws SQLException {
    Connection connection = pool.getConnection();
    boolean begun = false;
    try {
      connection.setAutoCommit(false);
      begun = true;
      return connection;
    } finally {
      if (!begun) {
        connection.close();
      }
    }
  }

  private static void set(Connection connection, String settings) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(settings);
    }
  }
}

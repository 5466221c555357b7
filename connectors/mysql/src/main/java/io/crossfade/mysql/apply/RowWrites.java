package io.crossfade.mysql.apply;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Write;
import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.mysql.key.KeyColumns;
import io.crossfade.mysql.session.SqlState;
import io.crossfade.mysql.values.StatementText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs the writes of one batch in order. */
final class RowWrites {
  /** So many keys in one condition: with more the server would guess rather than look. */
  private static final int KEYS_TOGETHER = 500;

  /** So many rows are worth the question which indexes a table has. */
  private static final int WORTH_ASKING = 100;

  private final Connection connection;
  private final ManyRows many;
  private final WrittenTables tables;
  private @Nullable Write last;
  private long rows;

  RowWrites(Connection connection, ManyRows many, WrittenTables tables) {
    this.connection = connection;
    this.many = many;
    this.tables = tables;
  }

  long rows() {
    return rows;
  }

  /** The row that was written last, if its write was of one row only. */
  Applied.@Nullable RefusedRow refused() {
    Key key = last == null ? null : last.onlyRow().orElse(null);
    return last == null || key == null
        ? null
        : new Applied.RefusedRow(last.mapping().to().name(), key);
  }

  /** Returns the rows that a write did not find, of the first such write; null when none. */
  Applied.@Nullable RowsMissing run(Iterable<Write> writes) throws SQLException {
    for (Write write : writes) {
      last = write;
      List<Key> missing = run(write);
      if (!missing.isEmpty()) {
        return new Applied.RowsMissing(write.mapping().to().name(), missing);
      }
    }
    return null;
  }

  private List<Key> run(Write write) throws SQLException {
    WrittenTable table = tables.of(connection, write.mapping());
    if (write instanceof Write.Insert insert) {
      insert(table, insert.rows(), "");
    } else if (write instanceof Write.Upsert upsert) {
      upsert(table, upsert.rows());
    } else if (write instanceof Write.Patch patch) {
      return patch(table, patch.rows());
    } else if (write instanceof Write.Move move) {
      return update(table, move.oldKey(), move.row(), true)
          ? List.of()
          : List.of(table.key(move.row()));
    } else if (write instanceof Write.Delete delete) {
      delete(table, delete.keys());
    } else if (write instanceof Write.DeleteRange range) {
      delete(table, new KeyColumns(range.mapping().to()).isIn(range.range()));
    }
    return List.of();
  }

  private void insert(WrittenTable table, List<Row> given, String orUpdate) throws SQLException {
    many.insert(table, given, orUpdate);
    rows += given.size();
  }

  /**
   * ON DUPLICATE KEY UPDATE would set the row that is in the way by any unique index. So where
   * there are others than the key's only rows whose key is there are written with it; the others
   * are inserted, and refused by whatever is in their way.
   */
  private void upsert(WrittenTable table, List<Row> given) throws SQLException {
    if (given.size() >= WORTH_ASKING && !table.isKeyExact() && isOnlyKeyUnique(table)) {
      insert(table, given, table.orUpdate(true));
      return;
    }
    List<Row> there = new ArrayList<>();
    List<Row> fresh = new ArrayList<>();
    for (int from = 0; from < given.size(); from += KEYS_TOGETHER) {
      List<Row> some = given.subList(from, Math.min(given.size(), from + KEYS_TOGETHER));
      Set<Key> found = FoundKeys.of(connection, table, some.stream().map(table::key).toList());
      for (Row row : some) {
        (found.contains(table.key(row)) ? there : fresh).add(row);
      }
    }
    set(table, there);
    insertFresh(table, fresh);
  }

  /** Rows that are there. Only of a primary key is it sure that the server looks at it first. */
  private void set(WrittenTable table, List<Row> there) throws SQLException {
    if (table.index().isPrimary()) {
      insert(table, there, table.orUpdate(false));
    } else {
      patch(table, there);
    }
  }

  private boolean isOnlyKeyUnique(WrittenTable table) throws SQLException {
    table.hold(connection);
    return table.hasNoOtherUniqueIndex(connection);
  }

  /**
   * A key may be there in another spelling, which only the server takes for the same. Where the
   * side that is read does not, that is another row, which stays as it is.
   */
  private void insertFresh(WrittenTable table, List<Row> fresh) throws SQLException {
    try {
      insert(table, fresh, "");
    } catch (SQLException e) {
      if (!isThere(table, e)) {
        throw e;
      }
      for (Row row : fresh) {
        insertOrUpdate(table, row);
      }
    }
  }

  private void insertOrUpdate(WrittenTable table, Row row) throws SQLException {
    try {
      insert(table, List.of(row), "");
    } catch (SQLException e) {
      if (!isThere(table, e)) {
        throw e;
      }
      insert(table, List.of(row), table.orUpdate(true));
    }
  }

  /** In another spelling of its key. */
  private static boolean isThere(WrittenTable table, SQLException e) {
    return !table.isKeyExact() && SqlState.isDuplicate(e) && table.index().refuses(e);
  }

  private List<Key> patch(WrittenTable table, List<Row> given) throws SQLException {
    if (!given.isEmpty() && many.update(table, given)) {
      rows += given.size();
      return List.of();
    }
    List<Key> missing = new ArrayList<>();
    for (Row row : given) {
      Key key = table.key(row);
      if (!update(table, key, row, false)) {
        missing.add(key);
      }
    }
    return missing;
  }

  /** False where the row is not there. */
  private boolean update(WrittenTable table, Key key, Row row, boolean withKey)
      throws SQLException {
    StatementText sql = new StatementText().add("UPDATE ").add(table.name()).add(" SET ");
    String is = table.is(key);
    if (!table.addSet(sql, row, withKey)) {
      // Where a log left every value out there is nothing to set, but the row has to be there.
      StatementText touch = new StatementText().add("UPDATE ").add(table.name()).add(" SET ");
      table.addSet(touch, row, true);
      sql = touch;
    }
    boolean found = sql.add(" WHERE ").add(is).run(connection) > 0;
    rows += found ? 1 : 0;
    return found;
  }

  private void delete(WrittenTable table, List<Key> keys) throws SQLException {
    for (int from = 0; from < keys.size(); from += KEYS_TOGETHER) {
      List<Key> some = keys.subList(from, Math.min(keys.size(), from + KEYS_TOGETHER));
      delete(table, table.isOneOf(some));
    }
  }

  /** Of one table, but in the form for many: only there an index can be named. */
  private void delete(WrittenTable table, String condition) throws SQLException {
    rows +=
        new StatementText()
            .add("DELETE o FROM ")
            .add(table.name())
            .add(" AS o" + table.index().forced() + " WHERE ")
            .add(condition)
            .run(connection);
  }
}

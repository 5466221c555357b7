package io.crossfade.mysql.apply;

import io.crossfade.model.Row;
import io.crossfade.mysql.bulk.BulkRows;
import io.crossfade.mysql.bulk.BulkStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * By MariaDB's bulk protocol. Few rows are not worth its round trips; of many, those that have a
 * value without a sure form go as text too.
 */
record RowsInBulk(Connection connection, PacketSize packet, RowsAsText text) implements ManyRows {
  private static final int WORTH_IT = 10;

  /** Parameters of a larger value would not fit into the packet with those of others. */
  private static final int LARGE = 128 * 1024;

  @Override
  public long insert(WrittenTable table, List<Row> rows, String orUpdate) throws SQLException {
    if (rows.size() < WORTH_IT || table.hasCasts()) {
      return text.insert(table, rows, orUpdate);
    }
    long written = 0;
    List<Row> unsure = new ArrayList<>();
    BulkRows some = new BulkRows(table.forms(), table.all());
    table.hold(connection);
    try (BulkStatement insert =
        BulkStatement.of(connection, table.insert() + table.tuple() + orUpdate)) {
      for (Row row : rows) {
        if (some.count() > 0 && packet.isFull(some.length(), row)) {
          written += run(insert, some, orUpdate.isEmpty());
        }
        if (row.weight() > LARGE || !some.add(row)) {
          unsure.add(row);
        }
      }
      written += run(insert, some, orUpdate.isEmpty());
    }
    return written + text.insert(table, unsure, orUpdate);
  }

  private static long run(BulkStatement insert, BulkRows rows, boolean isExact)
      throws SQLException {
    long written = rows.count() == 0 ? 0 : insert.run(rows);
    if (isExact ? written != rows.count() : written < rows.count()) {
      throw new SQLException(
          "the server has written " + written + " of " + rows.count() + " rows, without an error");
    }
    rows.clear();
    return written;
  }

  @Override
  public boolean update(WrittenTable table, List<Row> rows) throws SQLException {
    List<Integer> set = table.set(rows.get(0));
    if (rows.size() < WORTH_IT || table.hasCasts() || set.isEmpty()) {
      return false;
    }
    List<Integer> parameters = new ArrayList<>(set);
    parameters.addAll(table.conditionColumns());
    BulkRows some = new BulkRows(table.forms(), parameters);
    table.hold(connection);
    try (BulkStatement update = BulkStatement.of(connection, table.update(set))) {
      boolean all = true;
      for (Row row : rows) {
        if (some.count() > 0 && packet.isFull(some.length(), row)) {
          all &= update.run(some) == some.count();
          some.clear();
        }
        if (row.weight() > LARGE || !some.add(row)) {
          return false;
        }
      }
      return all && update.run(some) == some.count();
    }
  }
}

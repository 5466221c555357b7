package io.crossfade.mysql.apply;

import io.crossfade.model.Row;
import io.crossfade.mysql.bulk.BulkStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The way in which many rows of one table go to the server. */
sealed interface ManyRows permits RowsAsText, RowsInBulk {

  /**
   * @param rows with a value for each column of the mapping, and each with another key
   * @param orUpdate what the statement ends with, perhaps empty
   */
  void insert(WrittenTable table, List<Row> rows, String orUpdate) throws SQLException;

  /**
   * Sets what rows have beside their keys; all of them lack the same columns. False where it cannot
   * say that each of them was there: then they have to be set again, one by one.
   */
  boolean update(WrittenTable table, List<Row> rows) throws SQLException;

  /** The fastest one that the server knows. */
  static ManyRows of(Connection connection, PacketSize packet) throws SQLException {
    RowsAsText text = new RowsAsText(connection, packet);
    return BulkStatement.isKnownTo(connection) ? new RowsInBulk(connection, packet, text) : text;
  }
}

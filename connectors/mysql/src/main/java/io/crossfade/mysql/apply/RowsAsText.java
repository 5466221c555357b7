package io.crossfade.mysql.apply;

import io.crossfade.model.Row;
import io.crossfade.mysql.values.StatementText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Values stand in the statement's text: every server takes that. */
record RowsAsText(Connection connection, PacketSize packet) implements ManyRows {

  @Override
  public void insert(WrittenTable table, List<Row> rows, String orUpdate) throws SQLException {
    StatementText sql = new StatementText().add(table.insert());
    int tuples = 0;
    for (Row row : rows) {
      if (tuples > 0 && packet.isFull(sql.length(), row)) {
        sql.add(orUpdate).run(connection);
        sql = new StatementText().add(table.insert());
        tuples = 0;
      }
      table.addTuple(sql.add(tuples++ == 0 ? "" : ", "), row);
    }
    if (tuples > 0) {
      sql.add(orUpdate).run(connection);
    }
  }

  /** An UPDATE has the values of one row. */
  @Override
  public boolean update(WrittenTable table, List<Row> rows) {
    return false;
  }
}

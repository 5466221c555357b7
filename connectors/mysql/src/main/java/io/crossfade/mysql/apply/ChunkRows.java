package io.crossfade.mysql.apply;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import io.crossfade.mysql.key.KeyIndex;
import io.crossfade.mysql.session.RefusedRow;
import io.crossfade.mysql.values.StatementText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Inserts a chunk's rows, as many in one statement as its length allows. */
final class ChunkRows {
  private final Connection connection;
  private final TableMapping mapping;
  private final WrittenTable table;
  private final PacketSize packet;

  /** Those of the statement. */
  private final List<Row> together = new ArrayList<>();

  private StatementText sql;
  private long written;
  private @Nullable Row refused;

  ChunkRows(Connection connection, TableMapping mapping, PacketSize packet) {
    this.connection = connection;
    this.mapping = mapping;
    this.table = new WrittenTable(mapping, new KeyIndex(""));
    this.packet = packet;
    this.sql = begin();
  }

  String table() {
    return mapping.to().name().toString();
  }

  long written() {
    return written;
  }

  /** A row without values for {@code WhenMissing} columns: theirs stand in the mapping. */
  void add(Row row) throws SQLException {
    if (!together.isEmpty() && packet.isFull(sql.length(), row)) {
      flush();
    }
    addTuple(together.isEmpty() ? sql : sql.add(", "), row);
    together.add(row);
  }

  void flush() throws SQLException {
    if (together.isEmpty()) {
      return;
    }
    try {
      written += sql.run(connection);
    } catch (SQLException e) {
      if (RefusedRow.is(e)) {
        runAlone(e);
      }
      throw e;
    }
    together.clear();
    sql = begin();
  }

  /** The key of the row that was refused, as {@code column=value}; null where it is not known. */
  @Nullable String refused() {
    if (refused == null) {
      return null;
    }
    StringJoiner key = new StringJoiner(", ");
    int next = 0;
    for (ColumnMapping column : mapping.columns()) {
      boolean given = !(column instanceof ColumnMapping.WhenMissing);
      if (given && mapping.to().key().contains(column.to())) {
        key.add(column.to() + "=" + refused.value(next));
      }
      next += given ? 1 : 0;
    }
    return key.toString();
  }

  /**
   * The server does not say which row it refuses. Nothing of the statement is written, so its rows
   * are tried one by one, which tells; none of this is ever committed.
   */
  private void runAlone(SQLException all) throws SQLException {
    for (Row row : together) {
      StatementText alone = begin();
      addTuple(alone, row);
      try {
        alone.run(connection);
      } catch (SQLException e) {
        refused = row;
        e.addSuppressed(all);
        throw e;
      }
    }
  }

  private StatementText begin() {
    return new StatementText().add(table.insert());
  }

  private void addTuple(StatementText to, Row row) {
    int next = 0;
    to.add("(");
    for (int i = 0; i < mapping.columns().size(); i++) {
      to.add(i == 0 ? "" : ", ");
      table.addPlain(
          to,
          i,
          mapping.columns().get(i) instanceof ColumnMapping.WhenMissing missing
              ? missing.value()
              : row.value(next++));
    }
    to.add(")");
  }
}

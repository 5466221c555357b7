package io.crossfade.mysql.apply;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import io.crossfade.mysql.key.KeyIndex;
import io.crossfade.mysql.session.RefusedRow;
import io.crossfade.mysql.session.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Inserts a chunk's rows, as many at once as a packet takes. */
final class ChunkRows {
  /** Before the rows that go together: those may be several statements. */
  private static final String SAVEPOINT = "crossfade_rows";

  private final Connection connection;
  private final TableMapping mapping;
  private final WrittenTable table;
  private final PacketSize packet;
  private final ManyRows many;
  private final boolean areWhole;

  /** Those that go next. */
  private final List<Row> together = new ArrayList<>();

  private long length;
  private long written;
  private @Nullable Row refused;

  ChunkRows(Connection connection, TableMapping mapping, PacketSize packet) throws SQLException {
    this.connection = connection;
    this.mapping = mapping;
    this.table = new WrittenTable(asTheyCome(mapping), new KeyIndex(""));
    this.packet = packet;
    this.many = ManyRows.of(connection, packet);
    this.areWhole =
        mapping.columns().stream().noneMatch(c -> c instanceof ColumnMapping.WhenMissing);
  }

  /** The side that is read has cast the values already. */
  private static TableMapping asTheyCome(TableMapping mapping) {
    return new TableMapping(
        mapping.to(),
        mapping.to(),
        mapping.written().stream()
            .map(column -> (ColumnMapping) new ColumnMapping.Copied(column, column))
            .toList());
  }

  String table() {
    return mapping.to().name().toString();
  }

  long written() {
    return written;
  }

  /** A row without values for {@code WhenMissing} columns: theirs stand in the mapping. */
  void add(Row given) throws SQLException {
    Row row = areWhole ? given : whole(given);
    if (!together.isEmpty() && packet.isFull(length, row)) {
      flush();
    }
    together.add(row);
    length += row.weight();
  }

  private Row whole(Row given) {
    List<ColumnMapping> columns = mapping.columns();
    @Nullable String[] values = new @Nullable String[columns.size()];
    int next = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] =
          columns.get(i) instanceof ColumnMapping.WhenMissing missing
              ? missing.value()
              : given.value(next++);
    }
    return Row.of(values);
  }

  void flush() throws SQLException {
    Transaction.execute(connection, "SAVEPOINT " + SAVEPOINT);
    try {
      written += many.insert(table, together, "");
    } catch (SQLException e) {
      if (RefusedRow.is(e)) {
        runAlone(e);
      }
      throw e;
    }
    together.clear();
    length = 0;
  }

  /** The key of the row that was refused, as {@code column=value}; null where it is not known. */
  @Nullable String refused() {
    if (refused == null) {
      return null;
    }
    StringJoiner key = new StringJoiner(", ");
    List<String> columns = mapping.written();
    for (int i = 0; i < columns.size(); i++) {
      if (mapping.to().key().contains(columns.get(i))) {
        key.add(columns.get(i) + "=" + refused.value(i));
      }
    }
    return key.toString();
  }

  /**
   * The server does not say which row it refuses, so all that were together are tried one by one,
   * which tells; none of this is ever committed.
   */
  private void runAlone(SQLException all) throws SQLException {
    try {
      Transaction.execute(connection, "ROLLBACK TO SAVEPOINT " + SAVEPOINT);
    } catch (SQLException e) {
      // Of a connection that is lost no more is to be learned than what was said already.
      all.addSuppressed(e);
      throw all;
    }
    for (Row row : together) {
      try {
        many.insert(table, List.of(row), "");
      } catch (SQLException e) {
        refused = row;
        e.addSuppressed(all);
        throw e;
      }
    }
  }
}

package io.crossfade.memory;

import io.crossfade.connector.Applied;
import io.crossfade.connector.KeyOrder;
import io.crossfade.connector.Write;
import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One write of a batch, row by row in one step; where a row is locked, the rest comes later. */
final class BatchWrite {
  private final MemoryServer server;
  private final Write write;
  private final List<Key> missing = new ArrayList<>();
  private long rows;

  private BatchWrite(MemoryServer server, Write write) {
    this.server = server;
    this.write = write;
  }

  static BatchWrite of(MemoryServer server, Write write) {
    return new BatchWrite(server, write);
  }

  /** How many rows it has written. */
  long rows() {
    return rows;
  }

  /** What is missing, or null when all is written. */
  Applied.@Nullable RowsMissing run(Session session) {
    if (write instanceof Write.Delete delete) {
      session.each("delete rows", delete.keys(), t -> key -> delete(t, delete.mapping(), key));
    } else if (write instanceof Write.Upsert upsert) {
      session.each("upsert rows", upsert.rows(), t -> row -> upsert(t, upsert.mapping(), row));
    } else if (write instanceof Write.Insert insert) {
      session.each("insert rows", insert.rows(), t -> row -> insert(t, insert.mapping(), row));
    } else if (write instanceof Write.Patch patch) {
      MappedRow mapped = new MappedRow(patch.mapping());
      session.each(
          "update rows",
          patch.rows(),
          t -> row -> update(t, patch.mapping(), mapped.key(row), row));
    } else if (write instanceof Write.Move move) {
      session.each(
          "move a row",
          List.of(move.row()),
          t -> row -> update(t, move.mapping(), move.oldKey(), row));
    } else if (write instanceof Write.DeleteRange range) {
      session.run("delete a range", t -> delete(t, range));
    }
    return missing.isEmpty() ? null : new Applied.RowsMissing(written(), missing);
  }

  private void delete(Transaction t, TableMapping mapping, Key key) {
    MemoryTable table = server.toWrite(t, mapping.to().name());
    rows += table.delete(t, table.canonical(key)) ? 1 : 0;
  }

  private void upsert(Transaction t, TableMapping mapping, Row row) {
    MemoryTable table = server.toWrite(t, mapping.to().name());
    MappedRow mapped = new MappedRow(mapping);
    if (!table.update(t, table.canonical(mapped.key(row)), mapped.set(row))) {
      table.insert(t, mapped.inserted(row));
    }
    rows++;
  }

  private void insert(Transaction t, TableMapping mapping, Row row) {
    server.toWrite(t, mapping.to().name()).insert(t, new MappedRow(mapping).inserted(row));
    rows++;
  }

  private void update(Transaction t, TableMapping mapping, Key oldKey, Row row) {
    MemoryTable table = server.toWrite(t, mapping.to().name());
    MappedRow mapped = new MappedRow(mapping);
    if (table.update(t, table.canonical(oldKey), mapped.set(row))) {
      rows++;
    } else {
      missing.add(mapped.key(row));
    }
  }

  private boolean delete(Transaction t, Write.DeleteRange range) {
    MemoryTable table = server.toWrite(t, written());
    KeyOrder order = MemoryKeyOrder.of(table.definition());
    for (Key key : table.keys(t)) {
      if (order.contains(range.range(), key)) {
        rows += table.delete(t, key) ? 1 : 0;
      }
    }
    return true;
  }

  private TableName written() {
    if (write instanceof Write.Delete delete) {
      return delete.mapping().to().name();
    }
    if (write instanceof Write.Upsert upsert) {
      return upsert.mapping().to().name();
    }
    if (write instanceof Write.Insert insert) {
      return insert.mapping().to().name();
    }
    if (write instanceof Write.Patch patch) {
      return patch.mapping().to().name();
    }
    if (write instanceof Write.Move move) {
      return move.mapping().to().name();
    }
    return ((Write.DeleteRange) write).mapping().to().name();
  }
}

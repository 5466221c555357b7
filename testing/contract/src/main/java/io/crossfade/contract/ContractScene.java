package io.crossfade.contract;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Applier;
import io.crossfade.connector.Batch;
import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkId;
import io.crossfade.connector.ChunkWrite;
import io.crossfade.connector.Database;
import io.crossfade.connector.Lease;
import io.crossfade.connector.Snapshot;
import io.crossfade.connector.StreamState;
import io.crossfade.connector.Write;
import io.crossfade.model.Direction;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Mapping;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The small steps of which the tests are made. */
public interface ContractScene extends ContractDatabases {
  Lease LEASE = new Lease("contract", "store", 1);
  Lease NEWER = new Lease("contract", "store", 2);

  String ITEM =
      "CREATE TABLE item (id bigint PRIMARY KEY, name varchar(40), price numeric(12,2), note text)";

  default Database database(Side side) {
    return side == Side.SOURCE ? source() : target();
  }

  default void sql(Side side, String... statements) {
    try (Connection connection = connect(side);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Each row as one text, columns between bars. */
  default List<String> query(Side side, String sql) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect(side);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          values.add(String.valueOf(row.getString(i)));
        }
        rows.add(String.join("|", values));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return rows;
  }

  default Table table(Side side, String name) {
    return database(side).catalog().tables().stream()
        .filter(table -> table.name().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The same table on both sides; the lease is taken and the stream begun on the target. */
  default TableMapping onBothSides(String name, String create) {
    sql(Side.SOURCE, create);
    sql(Side.TARGET, create);
    takeAndBegin();
    Table from = table(Side.SOURCE, name);
    return new TableMapping(from, table(Side.TARGET, name), TableMapping.identity(from).columns());
  }

  default TableMapping items() {
    return onBothSides("item", ITEM);
  }

  default void takeAndBegin() {
    target().workspace().take(LEASE);
    StreamState start = new StreamState(nextPosition().encode(), source().identity());
    target().workspace().begin(LEASE, Direction.FORWARD, start);
  }

  /** A position of the source that none of the earlier ones equals. */
  default Position nextPosition() {
    sql(Side.SOURCE, "CREATE TABLE IF NOT EXISTS tick (n int)", "INSERT INTO tick VALUES (1)");
    try (Snapshot snapshot = source().reader().snapshot(List.of())) {
      return snapshot.end();
    }
  }

  /** Writes what is given with the next position, as the follower would. */
  default Applied apply(TableMapping mapping, Write... writes) {
    return apply(mapping, Set.of(), writes);
  }

  default Applied apply(TableMapping mapping, Set<ChunkId> dropped, Write... writes) {
    Batch batch = new Batch(applied(), nextPosition(), List.of(writes), dropped);
    try (Applier applier = applier(LEASE, mapping)) {
      return applier.apply(batch);
    }
  }

  default Applier applier(Lease lease, TableMapping mapping) {
    Mapping all = new Mapping(Direction.FORWARD, List.of(mapping));
    return target().writer().applier(lease, Direction.FORWARD, all);
  }

  /** How far the forward stream has been applied. */
  default Position applied() {
    String encoded =
        target().workspace().stream("contract", Direction.FORWARD).orElseThrow().position();
    return source().log().position(encoded);
  }

  /** Copies every chunk that waits; returns how many rows. */
  default long copy(TableMapping mapping, long rowsPerChunk, boolean frames) {
    target()
        .workspace()
        .plan(LEASE, mapping.from().name(), source().reader().plan(mapping.from(), rowsPerChunk));
    long rows = 0;
    while (true) {
      Chunk chunk = target().workspace().open(LEASE).orElse(null);
      if (chunk == null) {
        return rows;
      }
      rows += copy(LEASE, chunk, mapping, frames);
    }
  }

  default long copy(Lease lease, Chunk chunk, TableMapping mapping, boolean frames) {
    try (Snapshot snapshot = source().reader().snapshot(List.of(mapping.from()));
        ChunkWrite write = target().writer().chunk(lease, chunk, mapping, frames)) {
      AtomicLong rows = new AtomicLong();
      if (frames) {
        rows.set(snapshot.frames(mapping, chunk.range(), write::frames));
      } else {
        snapshot.rows(
            mapping,
            chunk.range(),
            row -> {
              write.row(row);
              rows.incrementAndGet();
            });
      }
      write.commit(snapshot.boundary(), snapshot.end(), rows.get());
      return rows.get();
    }
  }

  default List<Row> rows(Side side, TableMapping mapping, KeyRange range) {
    List<Row> rows = new ArrayList<>();
    try (Snapshot snapshot = database(side).reader().snapshot(List.of(mapping.from()))) {
      snapshot.rows(mapping, range, rows::add);
    }
    return rows;
  }
}

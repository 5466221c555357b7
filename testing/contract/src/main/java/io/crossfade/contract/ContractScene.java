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
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Direction;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Mapping;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The small steps of which the tests are made. */
public interface ContractScene extends ContractDatabases {
  Lease LEASE = new Lease("contract", "store", 1);
  Lease NEWER = new Lease("contract", "store", 2);

  String ITEM = "id bigint, name varchar(40), price numeric(12,2), note text";

  default Database database(Side side) {
    return side == Side.SOURCE ? source() : target();
  }

  /** Something that an application does, in a session of its own. */
  default void at(Side side, Consumer<ApplicationSession> work) {
    try (ApplicationSession session = application(side)) {
      work.accept(session);
    }
  }

  default void create(Side side, String table, String key, String columns) {
    at(side, a -> a.create(table, key, columns));
  }

  default void insert(Side side, String table, @Nullable String... row) {
    at(side, a -> a.insert(table, row));
  }

  /** Each in a transaction of its own. */
  default void insertItems(Side side, String... ids) {
    at(
        side,
        a -> {
          for (String id : ids) {
            a.insert("item", Map.of("id", id));
          }
        });
  }

  /** Each row as one text with bars between the values, in the order of the first column. */
  default List<String> content(Side side, String table, String... columns) {
    try (ApplicationSession session = application(side)) {
      return session.rows(table, columns);
    }
  }

  default Table table(Side side, String name) {
    return database(side).catalog().tables().stream()
        .filter(table -> table.name().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The same table on both sides; the lease is taken and the stream begun on the target. */
  default TableMapping onBothSides(String name, String key, String columns) {
    create(Side.SOURCE, name, key, columns);
    create(Side.TARGET, name, key, columns);
    takeAndBegin();
    Table from = table(Side.SOURCE, name);
    return new TableMapping(from, table(Side.TARGET, name), TableMapping.identity(from).columns());
  }

  /** From a column's type to another column's, as the databases spell them. */
  default ColumnMapping cast(Table from, String column, Table to, String toColumn) {
    return new ColumnMapping.Cast(
        column, from.column(column).type(), toColumn, to.column(toColumn).type());
  }

  default TableMapping items() {
    return onBothSides("item", "id", ITEM);
  }

  default void takeAndBegin() {
    target().workspace().take(LEASE);
    StreamState start = new StreamState(nextPosition().encode(), source().identity());
    target().workspace().begin(LEASE, Direction.FORWARD, start);
  }

  /** A position of the source that none of the earlier ones equals. */
  default Position nextPosition() {
    return source().log().marker("contract");
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

  /** The fastest format in which the source gives rows. */
  default String format(TableMapping mapping) {
    return source().reader().frameFormats(mapping).get(0);
  }

  default long copy(Lease lease, Chunk chunk, TableMapping mapping, boolean frames) {
    String format = frames ? format(mapping) : null;
    try (Snapshot snapshot = source().reader().snapshot(List.of(mapping.from()));
        ChunkWrite write = target().writer().chunk(lease, chunk, mapping, format)) {
      AtomicLong rows = new AtomicLong();
      if (format != null) {
        rows.set(snapshot.frames(mapping, chunk.range(), format, write::frames));
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

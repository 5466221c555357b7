package io.crossfade.memory;

import io.crossfade.connector.BucketDigest;
import io.crossfade.connector.KeyOrder;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.Boundary;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** A transaction that sees one moment. */
final class MemorySnapshot implements Snapshot {
  private final Connections connections;
  private final MemoryServer server;
  private final Session session;
  private final Boundary boundary;
  private final MemoryPosition end;

  MemorySnapshot(Connections connections, Session session, Boundary boundary, MemoryPosition end) {
    this.connections = connections;
    this.server = connections.server();
    this.session = session;
    this.boundary = boundary;
    this.end = end;
  }

  @Override
  public Boundary boundary() {
    return boundary;
  }

  /** In the snapshot's own session, so that a server that has crashed meanwhile does not answer. */
  @Override
  public Position end() {
    try {
      return session.run(
          "flush the log",
          t -> {
            if (!server.log().flushed().isAtLeast(end)) {
              server.log().flush();
            }
            return end;
          });
    } catch (ServerError e) {
      throw connections.failed("flush the log", e);
    }
  }

  @Override
  public long frames(TableMapping mapping, KeyRange range, String format, ByteSink sink) {
    List<Row> rows = read(mapping, range);
    for (Row row : rows) {
      byte[] frame = RowBytes.encode(row);
      sink.accept(frame, 0, frame.length);
    }
    return rows.size();
  }

  @Override
  public void rows(TableMapping mapping, KeyRange range, Consumer<Row> sink) {
    read(mapping, range).forEach(sink);
  }

  @Override
  public void rows(
      TableMapping mapping, KeyRange range, int buckets, Set<Integer> wanted, Consumer<Row> sink) {
    RowDigest digest = new RowDigest(mapping, buckets);
    for (Row row : read(mapping, range)) {
      if (wanted.contains(digest.bucket(row))) {
        sink.accept(row);
      }
    }
  }

  @Override
  public void rows(TableMapping mapping, List<Key> keys, Consumer<Row> sink) {
    read(
            mapping,
            t -> {
              Versioned<Key, Row> table = server.table(mapping.from().name()).rows();
              return keys.stream().map(key -> table.get(t, key)).filter(Objects::nonNull).toList();
            })
        .forEach(sink);
  }

  @Override
  public List<BucketDigest> digest(TableMapping mapping, KeyRange range, int buckets) {
    RowDigest digest = new RowDigest(mapping, buckets);
    read(mapping, range).forEach(digest::add);
    return digest.buckets();
  }

  @Override
  public void close() {
    session.close();
  }

  private List<Row> read(TableMapping mapping, KeyRange range) {
    KeyOrder order = MemoryKeyOrder.of(mapping.from());
    return read(
        mapping,
        t -> {
          List<Row> rows = new ArrayList<>();
          server
              .table(mapping.from().name())
              .rows()
              .forEach(
                  t,
                  (key, row) -> {
                    if (order.contains(range, key)) {
                      rows.add(row);
                    }
                  });
          return rows;
        });
  }

  private List<Row> read(TableMapping mapping, Function<Transaction, List<Row>> query) {
    try {
      MappedRow mapped = new MappedRow(mapping);
      List<Row> rows = session.run("read " + mapping.from().name(), query);
      return rows.stream().map(mapped::read).toList();
    } catch (ServerError e) {
      throw e.kind() == ServerError.Kind.VALUE_REFUSED
          ? Connections.refused(mapping.to().name().toString(), e)
          : connections.failed("read " + mapping.from().name(), e);
    }
  }
}

package io.crossfade.memory;

import io.crossfade.connector.KeyOrder;
import io.crossfade.connector.Reader;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.Boundary;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads tables in snapshots. */
final class MemoryReader implements Reader {
  static final String FRAME_FORMAT = "memory-rows";

  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

  private final Connections connections;
  private final MemoryServer server;

  MemoryReader(Connections connections) {
    this.connections = connections;
    this.server = connections.server();
  }

  /** Every n-th key is a bound, as far as its columns have an order. */
  @Override
  public List<KeyRange> plan(Table table, long rowsPerChunk) {
    MemoryKeyOrder order = MemoryKeyOrder.of(table);
    if (order.columns() == 0 || rowsPerChunk <= 0) {
      return List.of(KeyRange.ALL);
    }
    List<Key> keys =
        connections.ask(
            "plan",
            "cut " + table.name() + " into chunks",
            t -> server.table(table.name()).keys(t).stream().sorted(order).toList());
    List<KeyRange> ranges = new ArrayList<>();
    @Nullable Key from = null;
    for (long n = rowsPerChunk; n < keys.size(); n += rowsPerChunk) {
      Key bound = new Key(keys.get((int) n).values().subList(0, order.columns()));
      if (!bound.equals(from)) {
        ranges.add(new KeyRange(from, bound));
        from = bound;
      }
    }
    ranges.add(new KeyRange(from, null));
    return ranges;
  }

  @Override
  public KeyOrder order(Table table) {
    return MemoryKeyOrder.of(table);
  }

  /**
   * As PostgreSQL does it: the locks, then the snapshot, then the log's end. Or as MySQL, where the
   * log's end is read before it too, and all that ends there is waited for.
   */
  @Override
  public Snapshot snapshot(List<Table> tables) {
    Session session = connections.open("snapshot", LOCK_TIMEOUT);
    try {
      session.run(
          "lock the tables against rewriting",
          t -> {
            tables.forEach(table -> server.table(table.name()).lock().read(t));
            return true;
          });
      MemoryPosition low = server.brackets() ? low(session) : null;
      MemoryBoundary seen =
          session.run(
              "take a snapshot",
              t -> {
                MemoryBoundary now = server.transactions().snapshot();
                t.snapshot = now;
                return now;
              });
      MemoryPosition end = session.run("read the log's end", t -> server.log().end());
      Boundary boundary = low == null ? seen : new MemoryBracket(low, end);
      return new MemorySnapshot(connections, session, boundary, end);
    } catch (ServerError e) {
      session.close();
      throw connections.failed("take a snapshot", e);
    }
  }

  /** Everything that ends here is visible to whoever looks from now on. */
  private MemoryPosition low(Session session) {
    MemoryPosition low = session.run("read the log's end", t -> server.log().end());
    for (Transaction logged : server.transactions().active()) {
      if (logged.state == Transaction.State.LOGGED) {
        session.await("see all that is in the log", logged, LOCK_TIMEOUT);
      }
    }
    return low;
  }

  @Override
  public List<String> frameFormats(TableMapping mapping) {
    return List.of(FRAME_FORMAT);
  }

  @Override
  public String digestFormat() {
    return "memory";
  }
}

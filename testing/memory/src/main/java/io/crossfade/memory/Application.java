package io.crossfade.memory;

import io.crossfade.memory.WorkspaceRows.StreamName;
import io.crossfade.model.Column;
import io.crossfade.model.Direction;
import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an application does at the server. Each statement is a transaction of its own, except
 * between {@link #begin} and {@link #commit}. What fails, by a {@link ServerError}, rolls back.
 */
public final class Application implements AutoCloseable {
  private final MemoryServer server;
  private final Session session;
  private boolean inTransaction;
  private boolean failed;

  Application(MemoryServer server, Session session) {
    this.server = server;
    this.session = session;
  }

  /** Commits are answered before they are flushed: a crash of the server may take them back. */
  public void commitWithoutFlush() {
    session.synchronous = false;
  }

  public void begin() {
    inTransaction = true;
    failed = false;
  }

  /** As {@link #begin}, and sees from now on only what is committed now. */
  public void beginRepeatable() {
    begin();
    session.run(
        "begin",
        t -> {
          t.snapshot = server.transactions().snapshot();
          return t;
        });
  }

  /** Columns that are left out are numbered by the server, or NULL. */
  public void insert(TableName table, Map<String, @Nullable String> values) {
    statement(
        "insert into " + table,
        t -> {
          MemoryTable into = server.toWrite(t, table);
          Map<String, @Nullable String> all = new LinkedHashMap<>(values);
          for (Column column : into.definition().columns()) {
            if (column.identity() && !all.containsKey(column.name())) {
              all.put(column.name(), Long.toString(into.sequence(column.name()).next()));
            }
          }
          into.insert(
              t, into.definition().columnNames().stream().map(all::get).toArray(String[]::new));
          return true;
        });
  }

  /** False where there is no such row. */
  public boolean update(TableName table, Key key, Map<String, @Nullable String> set) {
    return statement(
        "update " + table,
        t -> {
          MemoryTable changed = server.toWrite(t, table);
          Map<Integer, @Nullable String> values = new LinkedHashMap<>();
          set.forEach((column, value) -> values.put(changed.definition().indexOf(column), value));
          return changed.update(t, changed.canonical(key), values);
        });
  }

  public boolean delete(TableName table, Key key) {
    return statement(
        "delete from " + table,
        t -> {
          MemoryTable changed = server.toWrite(t, table);
          return changed.delete(t, changed.canonical(key));
        });
  }

  public void truncate(TableName table) {
    statement(
        "truncate " + table,
        t -> {
          server.toWrite(t, table).truncate(t);
          return true;
        });
  }

  /** The row as this transaction sees it. */
  public Optional<Row> row(TableName table, Key key) {
    return statement(
        "read " + table, t -> Optional.ofNullable(server.table(table).rows().get(t, key)));
  }

  public List<Row> rows(TableName table) {
    return statement(
        "read " + table,
        t -> {
          List<Row> rows = new ArrayList<>();
          server.table(table).rows().forEach(t, (key, row) -> rows.add(row));
          return rows;
        });
  }

  /** The next number of a column is this one, whatever it was. */
  public void restart(TableName table, String column, long next) {
    statement(
        "restart the numbers of " + table,
        t -> {
          server.table(table).sequence(column).restart(next);
          return true;
        });
  }

  /** The log's end as {@link MemoryWorkspace#freshness} asks for it. */
  public String position() {
    return statement("read the log's end", t -> server.log().end().encode());
  }

  /** Whether a stream that is written here has been applied so far. */
  public boolean isReached(String migration, Direction direction, String position) {
    return statement(
        "read how far the stream has been applied",
        t ->
            Optional.ofNullable(
                    server.workspace().streams.get(t, new StreamName(migration, direction)))
                .map(state -> MemoryPosition.parse(state.position()))
                .filter(reached -> reached.isAtLeast(MemoryPosition.parse(position)))
                .isPresent());
  }

  public void commit() {
    inTransaction = false;
    if (failed) {
      rollback();
      throw new ServerError(
          ServerError.Kind.TRANSACTION_FAILED, "a statement had failed: rolled back");
    }
    session.commit();
  }

  public void rollback() {
    inTransaction = false;
    failed = false;
    session.rollback();
  }

  /** The connection ends; a transaction that was under way is rolled back. */
  @Override
  public void close() {
    session.end();
  }

  private <T> T statement(String what, Function<Transaction, T> work) {
    if (failed) {
      throw new ServerError(
          ServerError.Kind.TRANSACTION_FAILED, "a statement has failed: roll back first");
    }
    boolean isDone = false;
    try {
      T result = session.run(what, work);
      if (!inTransaction) {
        session.commit();
      }
      isDone = true;
      return result;
    } finally {
      if (!isDone) {
        failed = inTransaction;
        session.rollback();
      }
    }
  }
}

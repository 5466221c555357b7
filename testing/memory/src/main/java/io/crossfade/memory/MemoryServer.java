package io.crossfade.memory;

import io.crossfade.connector.Identity;
import io.crossfade.memory.WorkspaceRows.StreamName;
import io.crossfade.model.Column;
import io.crossfade.model.Direction;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A server with one database. It outlives the processes that use it: each opens its own {@link
 * MemoryDatabase}, applications open {@link Application}s.
 */
public final class MemoryServer {
  /** How long an application waits for a lock. */
  private static final Duration APPLICATION_PATIENCE = Duration.ofMinutes(1);

  private final String name;
  private final Turn turn;
  private final InstantSource clock;
  private final CommitLog log = new CommitLog();
  private final Transactions transactions = new Transactions(log);
  private final Map<TableName, MemoryTable> tables = new TreeMap<>();
  private final Map<StreamName, Retained> retained = new LinkedHashMap<>();
  private final Map<Integer, Session> sessions = new LinkedHashMap<>();
  private final WorkspaceRows workspace = new WorkspaceRows(this::isForgotten);
  private final boolean brackets;
  private boolean isUp = true;
  private int lastSession;

  public MemoryServer(String name, Turn turn, InstantSource clock) {
    this(name, turn, clock, false);
  }

  /**
   * @param brackets whether snapshots only know between which two places of the log they stand, as
   *     on MySQL
   */
  public MemoryServer(String name, Turn turn, InstantSource clock, boolean brackets) {
    this.name = name;
    this.turn = turn;
    this.clock = clock;
    this.brackets = brackets;
  }

  public String name() {
    return name;
  }

  /** Our side, for one process of ours: {@code process} says which, in messages. */
  public MemoryDatabase open(String process) {
    return new MemoryDatabase(this, process);
  }

  /** An application's connection. */
  public Application connect(String application) {
    return new Application(this, session(application, application, APPLICATION_PATIENCE));
  }

  /** Makes a table as an application would. */
  public void create(Table table) {
    turn.now(() -> make(table, false));
  }

  /** A process of ours, or an application, is gone with all of its sessions. */
  public void kill(String owner) {
    turn.now(() -> endSessions(session -> session.owner().equals(owner)));
  }

  /** What everybody sees now, for a judge: without a turn, and also while the server is down. */
  public List<Row> rows(TableName table) {
    List<Row> rows = new ArrayList<>();
    turn.now(() -> table(table).rows().forEach(anybody(), (key, row) -> rows.add(row)));
    return rows;
  }

  /** Writes to disk what commits did not wait for. */
  public void flush() {
    turn.now(log::flush);
  }

  /** The server dies: all sessions end, and what was not flushed is gone. */
  public void crash() {
    turn.now(() -> {
      isUp = false;
      endSessions(session -> true);
      log.loseUnflushed().forEach(e -> e.transaction().state = Transaction.State.ABORTED);
      for (Transaction logged : transactions.active()) {
        transactions.end(logged, Transaction.State.COMMITTED);
      }
      transactions.restart();
    });
  }

  public void restart() {
    turn.now(() -> isUp = true);
  }

  /** Throws away the log that is kept for a stream, as a server does that runs out of disk. */
  public void loseLog(String migration, Direction direction) {
    turn.now(() -> {
      Retained kept = retained.get(new StreamName(migration, direction));
      if (kept != null) {
        kept.isLost = true;
      }
    });
  }

  boolean brackets() {
    return brackets;
  }

  Identity identity() {
    return new Identity(name, 1, "memory");
  }

  Turn turn() {
    return turn;
  }

  CommitLog log() {
    return log;
  }

  Transactions transactions() {
    return transactions;
  }

  Map<StreamName, Retained> retained() {
    return retained;
  }

  WorkspaceRows workspace() {
    return workspace;
  }

  Map<TableName, MemoryTable> tables() {
    return tables;
  }

  MemoryTable table(TableName table) {
    MemoryTable found = tables.get(table);
    if (found == null) {
      throw new ServerError(
          ServerError.Kind.NO_SUCH_TABLE, "there is no table " + table + " on " + name);
    }
    return found;
  }

  void make(Table table, boolean isOurs) {
    List<Column> columns = table.columns().stream().map(MemoryServer::spelled).toList();
    tables.put(table.name(), new MemoryTable(table.with(columns), isOurs, this::isForgotten));
  }

  private static Column spelled(Column column) {
    return new Column(
        column.name(),
        ValueType.of(column.type()).spelling(),
        column.nullable(),
        column.defaultExpression(),
        column.identity(),
        column.generated());
  }

  /** A table for one write, if the fence lets it through. */
  MemoryTable toWrite(Transaction writer, TableName name) {
    MemoryTable table = table(name);
    table.lock().write(writer);
    transactions.number(writer);
    workspace.fences.forEach(
        anybody(),
        (migration, fence) -> {
          if (fence.isRaised() && fence.tables().contains(name) && !migration.equals(writer.pass)) {
            throw new ServerError(
                ServerError.Kind.FENCED,
                name + " is closed for writes: migration " + migration + " is moving it");
          }
        });
    return table;
  }

  Session session(String owner, String what, Duration lockTimeout) {
    return turn.take(
        "connect",
        () -> {
          if (!isUp) {
            throw new ServerError(ServerError.Kind.CONNECTION_LOST, name + " is down");
          }
          Session session = new Session(this, ++lastSession, owner, what, lockTimeout);
          sessions.put(session.number(), session);
          return session;
        });
  }

  @Nullable Session session(int number) {
    return sessions.get(number);
  }

  void endSessions(Predicate<Session> which) {
    List.copyOf(sessions.values()).stream().filter(which).forEach(Session::end);
  }

  void forget(Session session) {
    sessions.remove(session.number());
  }

  /** Whether there was anything to commit; then it is in the log, but nobody sees it yet. */
  boolean log(Transaction ending, boolean flush) {
    if (!ending.hasWritten()) {
      transactions.end(ending, Transaction.State.COMMITTED);
      return false;
    }
    ending.end = log.append(ending, clock.instant(), false);
    ending.state = Transaction.State.LOGGED;
    if (flush) {
      log.flush();
    }
    return true;
  }

  boolean show(@Nullable Transaction logged) {
    if (logged != null && logged.state == Transaction.State.LOGGED) {
      transactions.end(logged, Transaction.State.COMMITTED);
    }
    return true;
  }

  /** Commits and flushes something without changes; ends where a stream is certain to come by. */
  MemoryPosition mark() {
    Transaction marker = new Transaction("marker");
    transactions.number(marker);
    MemoryPosition end = log.append(marker, clock.instant(), true);
    log.flush();
    transactions.end(marker, Transaction.State.COMMITTED);
    return end;
  }

  /** For who sees what is committed, and nothing else. */
  static Transaction anybody() {
    return new Transaction("anybody");
  }

  private boolean isForgotten(Transaction transaction) {
    MemoryPosition end = transaction.end;
    return transaction.state == Transaction.State.COMMITTED
        && end != null
        && log.flushed().isAtLeast(end)
        && sessions.values().stream().allMatch(session -> session.sees(transaction));
  }
}

package io.crossfade.memory;

import io.crossfade.connector.ChangeStream;
import io.crossfade.connector.CommitWait;
import io.crossfade.connector.Log;
import io.crossfade.memory.WorkspaceRows.StreamName;
import io.crossfade.model.Boundary;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Mark;
import io.crossfade.model.Position;
import io.crossfade.model.Table;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A server's log of commits, and what it keeps of it for streams. */
final class MemoryLog implements Log {
  private final Connections connections;
  private final MemoryServer server;

  MemoryLog(Connections connections) {
    this.connections = connections;
    this.server = connections.server();
  }

  @Override
  public Position position(String encoded) {
    return MemoryPosition.parse(encoded);
  }

  @Override
  public Boundary boundary(String encoded) {
    return server.brackets() ? MemoryBracket.parse(encoded) : MemoryBoundary.parse(encoded);
  }

  @Override
  public Position end() {
    return connections.ask("end", "read the log's end", t -> server.log().end());
  }

  @Override
  public long distance(Position from, Position to) {
    return ((MemoryPosition) to).value() - ((MemoryPosition) from).value();
  }

  @Override
  public Position marker(String migration) {
    return connections.ask(
        migration + "/marker", "write a marker into the log", t -> server.mark());
  }

  /**
   * What runs now is told to no stream that begins now: so it has to end, and be seen by everybody.
   */
  @Override
  public void retain(String migration, Direction direction, List<Table> tables, Duration patience) {
    StreamName name = new StreamName(migration, direction);
    List<Transaction> running =
        connections.ask(
            migration + "/retain",
            "make the server keep its log",
            t -> {
              List<Transaction> active = server.transactions().active();
              server
                  .retained()
                  .computeIfAbsent(
                      name,
                      n ->
                          new Retained(
                              Set.copyOf(active),
                              tables.stream().map(Table::name).toList(),
                              server.mark()));
              return active;
            });
    awaitEnded(running, patience);
  }

  @Override
  public void awaitCommitting(Duration patience) {
    awaitEnded(
        connections.ask(
            "committing",
            "look which commits nobody sees",
            t -> server.transactions().active().stream().filter(Transaction::isInTheLog).toList()),
        patience);
  }

  private void awaitEnded(List<Transaction> running, Duration patience) {
    for (Transaction transaction : running) {
      awaitOrFail(
          "wait for transactions that began before",
          () -> !transaction.isActive(),
          patience,
          "transactions that began before do not end; oldest: " + transaction);
    }
  }

  @Override
  public String traces(String migration, Direction direction) {
    return "the log of the " + direction + " stream of " + migration;
  }

  @Override
  public Optional<Position> retainedFrom(String migration, Direction direction) {
    StreamName name = new StreamName(migration, direction);
    return connections.ask(
        migration + "/retain",
        "look for what is kept of the log",
        t -> Optional.ofNullable(server.retained().get(name)).map(kept -> usable(name, kept).from));
  }

  @Override
  public boolean retains(String migration, Direction direction) {
    StreamName name = new StreamName(migration, direction);
    return connections.ask(
        migration + "/retain",
        "look for what is kept of the log",
        t -> server.retained().containsKey(name));
  }

  @Override
  public void forget(String migration, Direction direction, Position position) {
    StreamName name = new StreamName(migration, direction);
    connections.ask(
        migration + "/forget",
        "give up what is kept of the log",
        t -> {
          Retained kept = required(name);
          free(kept);
          if (!server.log().end().isAtLeast(position)) {
            throw new CrossfadeException(
                ErrorCode.DATABASE_FAILED, "the log ends before " + position.encode());
          }
          server.log().flush();
          kept.confirm((MemoryPosition) position);
          return true;
        });
  }

  @Override
  public void release(String migration, Direction direction) {
    connections.ask(
        migration + "/release",
        "keep the log no longer",
        t -> {
          Retained kept = server.retained().remove(new StreamName(migration, direction));
          if (kept != null) {
            free(kept);
          }
          return true;
        });
  }

  @Override
  public ChangeStream open(
      String migration, Direction direction, Position from, List<Table> tables, Mark echo) {
    StreamName name = new StreamName(migration, direction);
    Session session = connections.open(migration + "/stream", Duration.ZERO);
    boolean isOpen = false;
    try {
      MemoryStream stream =
          session.run(
              "open the log",
              t -> {
                Retained kept = required(name);
                if (!from.isAtLeast(kept.from) || !server.log().end().isAtLeast(from)) {
                  throw lost(name, from.encode() + " is not in it any more, or not yet");
                }
                if (!tables.stream().map(Table::name).allMatch(kept.tables::contains)) {
                  throw lost(name, "it was not kept for all of these tables");
                }
                free(kept);
                MemoryStream opened =
                    new MemoryStream(connections, session, name, (MemoryPosition) from, echo);
                kept.reader = opened;
                return opened;
              });
      isOpen = true;
      return stream;
    } catch (ServerError e) {
      throw connections.failed("open the log", e);
    } finally {
      if (!isOpen) {
        session.close();
      }
    }
  }

  /** A commit here waits for nobody. */
  @Override
  public CommitWait commitWait(String migration, Direction direction) {
    return new CommitWait(false, "cannot be done here", "need not be done here");
  }

  @Override
  public void awaitVisible(Collection<Long> transactions, Duration patience) {
    awaitOrFail(
        "wait until transactions are visible",
        () -> {
          MemoryBoundary now = server.transactions().snapshot();
          return transactions.stream().allMatch(now::sees);
        },
        patience,
        "committed transactions do not become visible on " + server.name() + ": " + transactions);
  }

  private void awaitOrFail(
      String what, BooleanSupplier holds, Duration patience, String otherwise) {
    try (Session session = connections.open("wait", Duration.ZERO)) {
      boolean isSo =
          server.turn().await(what, () -> !session.isAlive() || holds.getAsBoolean(), patience);
      session.run(what, t -> isSo);
      if (!isSo) {
        throw new CrossfadeException(ErrorCode.DEADLINE_PASSED, otherwise);
      }
    } catch (ServerError e) {
      throw connections.failed(what, e);
    }
  }

  private Retained required(StreamName name) {
    Retained kept = server.retained().get(name);
    if (kept == null) {
      throw lost(name, "nothing is kept of it");
    }
    return usable(name, kept);
  }

  static Retained usable(StreamName name, Retained kept) {
    if (kept.isLost) {
      throw lost(name, "the server has removed log that the stream needed");
    }
    return kept;
  }

  /** Ends a reader that a dead process of ours has left behind. */
  private static void free(Retained kept) {
    MemoryStream reader = kept.reader;
    if (reader != null) {
      reader.end();
    }
  }

  static CrossfadeException lost(StreamName name, String why) {
    return new CrossfadeException(
        ErrorCode.SOURCE_LOG_LOST,
        "the log for " + name + " cannot be read: " + why + "; the copy must be made anew");
  }
}

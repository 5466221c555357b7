package io.crossfade.memory;

import io.crossfade.connector.ChangeStream;
import io.crossfade.memory.WorkspaceRows.StreamName;
import io.crossfade.model.Change;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mark;
import io.crossfade.model.Position;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what is flushed, in the order of commits, whether or not others see it yet. */
final class MemoryStream implements ChangeStream {
  private final Connections connections;
  private final MemoryServer server;
  private final Session session;
  private final StreamName name;
  private final Mark echo;

  /** Up to here it was told, or there is nothing to tell. */
  private MemoryPosition taken;

  MemoryStream(
      Connections connections, Session session, StreamName name, MemoryPosition from, Mark echo) {
    this.connections = connections;
    this.server = connections.server();
    this.session = session;
    this.name = name;
    this.taken = from;
    this.echo = echo;
  }

  @Override
  public @Nullable LoggedTransaction next(Duration patience) {
    try {
      server
          .turn()
          .await(
              "wait for changes",
              () -> !session.isAlive() || server.log().after(taken) != null,
              patience);
      return session.run("read changes", t -> Optional.ofNullable(tell())).orElse(null);
    } catch (ServerError e) {
      throw connections.failed("read the log", e);
    }
  }

  /** The first commit that is anybody's business here. */
  private @Nullable LoggedTransaction tell() {
    Retained kept = server.retained().get(name);
    if (kept == null) {
      throw MemoryLog.lost(name, "nothing is kept of it any more");
    }
    MemoryLog.usable(name, kept);
    CommitLog.Entry entry = server.log().after(taken);
    while (entry != null) {
      taken = entry.end();
      LoggedTransaction told = told(kept, entry);
      if (told != null) {
        return told;
      }
      entry = server.log().after(taken);
    }
    if (server.log().flushed().isAtLeast(taken)) {
      taken = server.log().flushed();
    }
    return null;
  }

  private @Nullable LoggedTransaction told(Retained kept, CommitLog.Entry entry) {
    Transaction transaction = entry.transaction();
    if (!kept.tells(transaction)) {
      return null;
    }
    boolean isEcho = echo.equals(transaction.mark);
    List<Change> changes =
        isEcho
            ? List.of()
            : transaction.changes().stream().filter(change -> isKept(kept, change)).toList();
    if (changes.isEmpty() && transaction.mark == null && !entry.isMarker()) {
      return null;
    }
    return new LoggedTransaction(
        transaction.id, entry.end(), entry.committed(), isEcho ? echo : null, changes);
  }

  private static boolean isKept(Retained kept, Change change) {
    if (change instanceof Change.Insert insert) {
      return kept.tables.contains(insert.table());
    }
    if (change instanceof Change.Update update) {
      return kept.tables.contains(update.table());
    }
    if (change instanceof Change.Delete delete) {
      return kept.tables.contains(delete.table());
    }
    return ((Change.Truncate) change).tables().stream().anyMatch(kept.tables::contains);
  }

  @Override
  public Position readThrough() {
    return taken;
  }

  @Override
  public void confirm(Position position) {
    server
        .turn()
        .now(() -> {
          Retained kept = server.retained().get(name);
          if (session.isAlive() && kept != null) {
            kept.confirm((MemoryPosition) position);
          }
        });
  }

  /** Called by the server: the session is over, and whoever reads learns it. */
  void end() {
    session.end();
  }

  @Override
  public void close() {
    session.close();
  }
}

package io.crossfade.postgresql.log;

import io.crossfade.connector.ChangeStream;
import io.crossfade.connector.CommitWait;
import io.crossfade.connector.Log;
import io.crossfade.connector.log.Patience;
import io.crossfade.model.Boundary;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Mark;
import io.crossfade.model.Position;
import io.crossfade.model.Table;
import io.crossfade.postgresql.session.Sessions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PostgreSQL's write-ahead log, read through logical decoding. */
public final class PostgresLog implements Log {
  private final Sessions sessions;
  private final Path spill;

  /**
   * @param spill where large transactions lie until they are applied
   */
  public PostgresLog(Sessions sessions, Path spill) {
    this.spill = spill;
    this.sessions = sessions;
  }

  @Override
  public Position position(String encoded) {
    return Lsn.parse(encoded);
  }

  @Override
  public Boundary boundary(String encoded) {
    return SnapshotBoundary.parse(encoded);
  }

  @Override
  public Position end() {
    return sessions.call(
        "end", "read the log's end", connection -> LogEnd.read(connection, sessions.name()));
  }

  @Override
  public long distance(Position from, Position to) {
    return ((Lsn) to).value() - ((Lsn) from).value();
  }

  @Override
  public Position marker(String migration) {
    return sessions.call(
        migration + "/marker",
        "write a marker into the log",
        connection -> LogEnd.emitMarker(connection, migration));
  }

  @Override
  public void retain(String migration, Direction direction, List<Table> tables, Duration patience) {
    Retention retention = retention(migration, direction);
    sessions.call(
        migration + "/retain",
        "make the server keep its log",
        connection -> {
          retention.make(connection, tables, new Patience(patience));
          return retention;
        });
  }

  @Override
  public String traces(String migration, Direction direction) {
    return "the replication slot and the publication " + RetentionName.of(migration, direction);
  }

  @Override
  public Optional<Position> retainedFrom(String migration, Direction direction) {
    Retention retention = retention(migration, direction);
    return sessions.call(
        migration + "/retain",
        "look for the replication slot",
        connection -> retention.slot(connection).map(Slot::usableFrom));
  }

  @Override
  public boolean retains(String migration, Direction direction) {
    Retention retention = retention(migration, direction);
    return sessions.call(
        migration + "/retain", "look for slot and publication", retention::isThere);
  }

  @Override
  public void forget(String migration, Direction direction, Position position) {
    Retention retention = retention(migration, direction);
    sessions.call(
        migration + "/forget",
        "advance the replication slot",
        connection -> {
          retention.forget(connection, (Lsn) position, migration);
          return retention;
        });
  }

  @Override
  public void release(String migration, Direction direction) {
    Retention retention = retention(migration, direction);
    sessions.call(
        migration + "/release",
        "remove the replication slot",
        connection -> {
          retention.end(connection);
          return retention;
        });
  }

  @Override
  public ChangeStream open(
      String migration, Direction direction, Position from, List<Table> tables, Mark echo) {
    return new StreamOpening(sessions, retention(migration, direction), tables, streamOf(migration))
        .open((Lsn) from, echo, spill);
  }

  @Override
  public CommitWait commitWait(String migration, Direction direction) {
    return sessions.call(
        migration + "/wait",
        "see whether commits wait for our stream",
        connection ->
            SynchronousStandby.read(
                connection,
                RetentionName.of(migration, direction),
                Sessions.applicationName(streamOf(migration))));
  }

  @Override
  public void awaitCommitting(Duration patience) {
    Patience wait = new Patience(patience);
    sessions.call(
        "committing",
        "wait until commits are visible",
        connection -> {
          HangingCommits.await(connection, sessions.name(), wait);
          return patience;
        });
  }

  @Override
  public void awaitVisible(Collection<Long> transactions, Duration patience) {
    if (!transactions.isEmpty()) {
      Patience wait = new Patience(patience);
      sessions.call(
          "visible",
          "wait until transactions are visible",
          connection -> {
            awaitVisible(connection, transactions, wait);
            return transactions;
          });
    }
  }

  private void awaitVisible(Connection connection, Collection<Long> transactions, Patience wait)
      throws SQLException {
    while (true) {
      SnapshotBoundary now = RunningTransactions.snapshot(connection, sessions.name());
      List<Long> hidden = transactions.stream().filter(id -> !now.sees(id)).toList();
      if (hidden.isEmpty()) {
        return;
      }
      if (wait.isOver()) {
        throw new CrossfadeException(
            ErrorCode.DEADLINE_PASSED,
            "committed transactions do not become visible on "
                + sessions.name()
                + "; does it wait for a synchronous standby? ids: "
                + hidden,
            Map.of("database", sessions.name()));
      }
      wait.pause();
    }
  }

  private static String streamOf(String migration) {
    return migration + "/stream";
  }

  private Retention retention(String migration, Direction direction) {
    return new Retention(
        RetentionName.of(migration, direction),
        Sessions.applicationName(migration + "/"),
        sessions.name());
  }
}

package io.crossfade.mysql.log;

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
import io.crossfade.mysql.session.Sessions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The binary log of MySQL and MariaDB, read as a replica does. */
public final class MySqlLog implements Log {
  private static final String NO_WAIT =
      "commits of MySQL and MariaDB cannot wait for a stream of ours";

  private final Sessions sessions;
  private final Path spill;

  /**
   * @param spill where large transactions lie until they are applied
   */
  public MySqlLog(Sessions sessions, Path spill) {
    this.sessions = sessions;
    this.spill = spill;
  }

  @Override
  public Position position(String encoded) {
    return BinlogPosition.parse(encoded);
  }

  @Override
  public Boundary boundary(String encoded) {
    return SnapshotBoundary.parse(encoded);
  }

  @Override
  public Position end() {
    return sessions.call("end", "read the log's end", c -> LogEnd.read(c, sessions.name()));
  }

  @Override
  public long distance(Position from, Position to) {
    BinlogPosition begin = (BinlogPosition) from;
    BinlogPosition end = (BinlogPosition) to;
    if (begin.file() == end.file()) {
      return end.offset() - begin.offset();
    }
    List<LogFile> files = sessions.call("end", "look at the log's files", LogFile::all);
    return begin.isAtLeast(end)
        ? -LogFile.distance(files, end, begin)
        : LogFile.distance(files, begin, end);
  }

  @Override
  public Position marker(String migration) {
    return sessions.call(
        migration + "/marker",
        "write a marker into the log",
        connection -> {
          Marker.write(connection, migration);
          return LogEnd.read(connection, sessions.name());
        });
  }

  @Override
  public void retain(String migration, Direction direction, List<Table> tables, Duration patience) {
    Retention retention = retention(migration, direction);
    sessions.call(
        migration + "/retain",
        "note the place in the log",
        connection -> {
          retention.make(connection, new Patience(patience));
          return retention;
        });
  }

  @Override
  public String traces(String migration, Direction direction) {
    return "the row of " + migration + ", " + direction + " in crossfade.retained";
  }

  @Override
  public Optional<Position> retainedFrom(String migration, Direction direction) {
    Retention retention = retention(migration, direction);
    return sessions.call(
        migration + "/retain",
        "look how far back the log goes",
        connection -> retention.usableFrom(connection).map(Position.class::cast));
  }

  @Override
  public Optional<Endangered> endangered(Position needed) {
    return sessions.call(
        "end",
        "look which files of the log are left",
        connection -> NextPurge.of(connection, (BinlogPosition) needed));
  }

  @Override
  public boolean keepsForStreams() {
    return false;
  }

  @Override
  public boolean retains(String migration, Direction direction) {
    Retention retention = retention(migration, direction);
    return sessions.call(
        migration + "/retain",
        "look for the noted place",
        connection -> retention.noted(connection).isPresent());
  }

  @Override
  public void forget(String migration, Direction direction, Position position) {
    Retention retention = retention(migration, direction);
    sessions.call(
        migration + "/forget",
        "note another place in the log",
        connection -> {
          retention.forget(connection, (BinlogPosition) position);
          return retention;
        });
  }

  @Override
  public void release(String migration, Direction direction) {
    Retention retention = retention(migration, direction);
    sessions.call(
        migration + "/release",
        "forget the place in the log",
        connection -> {
          retention.end(connection);
          return retention;
        });
  }

  @Override
  public ChangeStream open(
      String migration, Direction direction, Position from, List<Table> tables, Mark echo) {
    return new StreamOpening(sessions, retention(migration, direction), tables, echo)
        .open((BinlogPosition) from, spill);
  }

  @Override
  public CommitWait commitWait(String migration, Direction direction) {
    return new CommitWait(false, NO_WAIT, NO_WAIT);
  }

  /**
   * A stream tells a transaction only after its commit was written, and commits become visible in
   * that order: so nothing that any stream has told is hidden once a commit of ours has returned.
   */
  @Override
  public void awaitCommitting(Duration patience) {
    sessions.call(
        "committing",
        "wait until commits are visible",
        connection -> {
          Marker.write(connection, "committing");
          return patience;
        });
  }

  @Override
  public void awaitVisible(Collection<Long> transactions, Duration patience) {
    if (!transactions.isEmpty()) {
      Patience wait = new Patience(patience);
      BinlogPosition last =
          transactions.stream()
              .map(BinlogPosition::ofTransaction)
              .reduce(BinlogPosition.ZERO, BinlogPosition::max);
      sessions.call(
          "visible",
          "wait until transactions are visible",
          connection -> {
            awaitVisible(connection, last, wait);
            return last;
          });
    }
  }

  private void awaitVisible(Connection connection, BinlogPosition last, Patience wait)
      throws SQLException {
    while (!LogEnd.read(connection, sessions.name()).isAtLeast(last)) {
      if (wait.isOver()) {
        throw new CrossfadeException(
            ErrorCode.DEADLINE_PASSED,
            "the log of " + sessions.name() + " does not come to " + last,
            Map.of("database", sessions.name()));
      }
      wait.pause();
    }
    Marker.write(connection, "visible");
  }

  private Retention retention(String migration, Direction direction) {
    return new Retention(migration, direction, sessions.name());
  }
}

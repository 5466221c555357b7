package io.crossfade.postgresql.log;

import io.crossfade.connector.ChangeStream;
import io.crossfade.connector.log.Patience;
import io.crossfade.connector.log.ReadAheadStream;
import io.crossfade.connector.log.SpillDirectory;
import io.crossfade.connector.log.TransactionQueue;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Mark;
import io.crossfade.model.Table;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.session.SqlState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Opens the stream of a slot, after making sure that it will tell everything from its start on. */
final class StreamOpening {
  private static final Duration SLOT_IS_FREED = Duration.ofSeconds(10);
  private static final long QUEUE_BYTES = 32L << 20;
  private static final int QUEUE_COUNT = 20_000;

  private final Sessions sessions;
  private final Retention retention;
  private final List<Table> tables;
  private final String who;

  StreamOpening(Sessions sessions, Retention retention, List<Table> tables, String who) {
    this.sessions = sessions;
    this.retention = retention;
    this.tables = tables;
    this.who = who;
  }

  ChangeStream open(Lsn from, Mark echo, Path spill) {
    Patience patience = new Patience(SLOT_IS_FREED);
    while (true) {
      long recentId = sessions.call(who, "open the log", c -> check(c, from));
      try {
        return start(from, echo, spill, new TransactionIds(recentId));
      } catch (SQLException e) {
        boolean taken = SqlState.is(e, "55006");
        if (!taken || patience.isOver()) {
          throw explain(e);
        }
        patience.pause();
      }
    }
  }

  /** Returns a recent transaction id. */
  private long check(Connection connection, Lsn from) throws SQLException {
    SnapshotBoundary now = RunningTransactions.snapshot(connection, retention.database());
    SlotHolder.free(connection, retention.name(), retention.owner());
    Lsn begin = retention.slot(connection).orElseThrow(retention::gone).usableFrom();
    if (!from.isAtLeast(begin)) {
      throw lost(
          from, "was already given up: the slot " + retention.name() + " begins at " + begin);
    }
    Lsn end = LogEnd.read(connection, retention.database());
    if (!end.isAtLeast(from)) {
      throw lost(
          from,
          "does not exist (yet): the log ends at "
              + end
              + ", so the server was put back to an older state");
    }
    Publication.require(connection, retention.name(), tables);
    return now.xmax();
  }

  private ChangeStream start(Lsn from, Mark echo, Path spill, TransactionIds ids)
      throws SQLException {
    Sessions.Replication session = sessions.replication(who);
    try {
      ReplicationLink link = ReplicationLink.start(session, command(from));
      TransactionQueue queue = new TransactionQueue(from, QUEUE_BYTES, QUEUE_COUNT);
      SpillDirectory files = new SpillDirectory(spill);
      PgoutputDecoder decoder =
          new PgoutputDecoder(
              tables,
              echo,
              ids,
              new CatalogTypeNames(sessions),
              new CatalogStanding(sessions),
              files);
      LogReader reader =
          new LogReader(link, decoder, queue, this::requirePublication, this::explain);
      return new ReadAheadStream(queue, reader, files, retention.name());
    } catch (SQLException e) {
      session.connection().close();
      throw e;
    }
  }

  private String command(Lsn from) {
    return "START_REPLICATION SLOT "
        + retention.name()
        + " LOGICAL "
        + from
        + " (proto_version '1', publication_names '"
        + retention.name()
        + "', messages 'true')";
  }

  private void requirePublication() {
    sessions.call(
        who,
        "look for the publication",
        connection -> {
          Publication.require(connection, retention.name(), tables);
          return retention;
        });
  }

  /**
   * Publication or slot gone, slot no longer usable, log file removed: everything else may pass.
   */
  private CrossfadeException explain(SQLException e) {
    boolean isLost = SqlState.is(e, "42704") || SqlState.is(e, "55000") || SqlState.is(e, "58P01");
    if (!isLost) {
      return sessions.failed("read the log", e);
    }
    return new CrossfadeException(
        ErrorCode.SOURCE_LOG_LOST,
        "the log of "
            + retention.database()
            + " can no longer be read: "
            + e.getMessage()
            + "; the copy must be made anew",
        Map.of("slot", retention.name()),
        e);
  }

  private CrossfadeException lost(Lsn from, String why) {
    return new CrossfadeException(
        ErrorCode.SOURCE_LOG_LOST,
        "the log of "
            + retention.database()
            + " cannot be read from "
            + from
            + ": that place "
            + why
            + "; the copy must be made anew",
        Map.of("slot", retention.name(), "from", from.encode()));
  }
}

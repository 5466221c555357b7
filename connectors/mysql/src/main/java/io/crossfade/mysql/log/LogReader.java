package io.crossfade.mysql.log;

import com.github.shyiko.mysql.binlog.network.ServerException;
import io.crossfade.connector.log.ReadAheadStream;
import io.crossfade.connector.log.TransactionQueue;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Position;
import io.crossfade.mysql.session.Sessions;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the log in a thread of its own, as fast as transactions are taken. */
final class LogReader implements ReadAheadStream.Reading {
  private static final long LOOK_NANOS = 500_000_000L;
  private static final int LOG_UNREADABLE = 1236;
  private static final String CONNECTION_LOST = "08006";

  private final BinlogLink link;
  private final TransactionDecoder decoder;
  private final TransactionQueue queue;
  private final Sessions sessions;
  private volatile boolean closing;

  /**
   * @param file the name of the file in which the queue's position lies
   */
  LogReader(
      ServerAddress server,
      String file,
      BinlogPosition begin,
      TransactionDecoder decoder,
      TransactionQueue queue,
      Sessions sessions) {
    this.link = new BinlogLink(server, file, begin.offset(), this::take);
    this.decoder = decoder;
    this.queue = queue;
    this.sessions = sessions;
  }

  /** The server keeps nothing for us. */
  @Override
  public void confirm(Position position) {}

  @Override
  public void stop() {
    closing = true;
    abort();
  }

  @Override
  public void abort() {
    try {
      link.disconnect();
    } catch (IOException e) {
      queue.fail(sessions.failed("hang up", new SQLException(e.getMessage(), CONNECTION_LOST, e)));
    }
  }

  @Override
  public void run() {
    try {
      link.connect();
      queue.fail(explain(link.failure()));
    } catch (IOException e) {
      queue.fail(explain(e));
    } catch (OutOfMemoryError e) {
      queue.fail(
          new CrossfadeException(
              ErrorCode.INTERNAL,
              "a row in the log does not fit into memory; give this process more with -Xmx, in CROSSFADE_JAVA_OPTS",
              e));
    } catch (RuntimeException | Error e) {
      queue.fail(new CrossfadeException(ErrorCode.INTERNAL, "could not read the log: " + e, e));
    }
  }

  private void take(LogEvent event) throws InterruptedException {
    if (closing) {
      // Somebody may have hung up before there was anything to hang up.
      throw new CrossfadeException(ErrorCode.NOT_RUNNING, "the stream was closed");
    }
    LoggedTransaction transaction = decoder.take(event);
    if (transaction != null) {
      while (!queue.offer(transaction, decoder.weight(), LOOK_NANOS)) {
        if (closing) {
          return;
        }
      }
    } else if (decoder.isBetween()) {
      queue.advance(decoder.at());
    }
  }

  private CrossfadeException explain(@Nullable Exception e) {
    if (e instanceof CrossfadeException ours) {
      return ours;
    }
    if (e instanceof ServerException refused) {
      return refused(refused);
    }
    if (e == null || e instanceof IOException) {
      String what = e == null ? "the server has hung up" : String.valueOf(e.getMessage());
      return sessions.failed("read the log", new SQLException(what, CONNECTION_LOST, e));
    }
    return new CrossfadeException(ErrorCode.INTERNAL, "could not read the log: " + e, e);
  }

  private CrossfadeException refused(ServerException e) {
    String said = String.valueOf(e.getMessage());
    if (e.getErrorCode() == LOG_UNREADABLE && !said.contains("has connected to the")) {
      return new CrossfadeException(
          ErrorCode.SOURCE_LOG_LOST,
          "the log of "
              + sessions.name()
              + " can no longer be read at "
              + decoder.at()
              + ": "
              + said
              + "; the copy must be made anew",
          Map.of("position", decoder.at().encode()),
          e);
    }
    return sessions.failed(
        "read the log", new SQLException(said, e.getSqlState(), e.getErrorCode(), e));
  }
}

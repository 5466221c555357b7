package io.crossfade.postgresql.log;

import io.crossfade.connector.log.ReadAheadStream;
import io.crossfade.connector.log.TransactionQueue;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Position;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.function.Function;

/**
 * Reads the log in a thread of its own, so that the server is answered in time however slowly
 * transactions are applied.
 */
final class LogReader implements ReadAheadStream.Reading {
  private static final long STATUS_NANOS = 500_000_000L;
  private static final long PING_NANOS = 5_000_000_000L;
  private static final long QUIET_NANOS = 15_000_000_000L;
  private static final long SILENCE_NANOS = 120_000_000_000L;
  private static final int HEADER = 25;

  private final ReplicationLink link;
  private final PgoutputDecoder decoder;
  private final TransactionQueue queue;
  private final Runnable publicationCheck;
  private final Function<SQLException, CrossfadeException> explain;

  private volatile Lsn confirmed = Lsn.ZERO;
  private Lsn reported = Lsn.ZERO;
  private volatile boolean closing;
  private final Lsn from;
  private Lsn received;
  private long lastLook = System.nanoTime();
  private long lastHeard = System.nanoTime();
  private long lastSeen = System.nanoTime();
  private long lastCheck = System.nanoTime();

  LogReader(
      ReplicationLink link,
      PgoutputDecoder decoder,
      TransactionQueue queue,
      Runnable publicationCheck,
      Function<SQLException, CrossfadeException> explain) {
    this.link = link;
    this.decoder = decoder;
    this.queue = queue;
    this.from = (Lsn) queue.takenThrough();
    this.received = from;
    this.publicationCheck = publicationCheck;
    this.explain = explain;
  }

  /** Nothing but this is ever confirmed, and it never goes back: older servers would follow. */
  @Override
  public synchronized void confirm(Position position) {
    if (position.isAtLeast(from)) {
      confirmed = confirmed.max((Lsn) position);
    }
  }

  @Override
  public void stop() {
    closing = true;
  }

  /** Ends a reader that hangs in the middle of a message. */
  @Override
  public void abort() {
    try {
      link.abort();
    } catch (SQLException e) {
      queue.fail(explain.apply(e));
    }
  }

  @Override
  public void run() {
    try (link) {
      while (!closing) {
        byte[] message = link.read();
        if (message != null) {
          lastHeard = System.nanoTime();
          take(message);
        }
        keepUp();
      }
      report(false);
    } catch (SQLException e) {
      queue.fail(explain.apply(e));
    } catch (CrossfadeException e) {
      queue.fail(e);
    } catch (InterruptedException e) {
      queue.fail(new CrossfadeException(ErrorCode.INTERNAL, "reading the log was interrupted", e));
    } catch (OutOfMemoryError e) {
      queue.fail(tooLarge(e));
    } catch (RuntimeException | Error e) {
      queue.fail(new CrossfadeException(ErrorCode.INTERNAL, "could not read the log: " + e, e));
    }
  }

  /** Transactions may be larger than the memory, but not a single row. */
  private static CrossfadeException tooLarge(OutOfMemoryError e) {
    return new CrossfadeException(
        ErrorCode.INTERNAL,
        "a row in the log does not fit into memory; give this process more with -Xmx, in CROSSFADE_JAVA_OPTS",
        e);
  }

  private void take(byte[] message) throws SQLException, InterruptedException {
    switch (message[0]) {
      case 'w' -> {
        LoggedTransaction transaction = decoder.decode(message, HEADER);
        if (transaction != null) {
          refuseWarnings();
          hand(transaction);
        }
      }
      case 'k' -> keepalive(ByteBuffer.wrap(message, 1, message.length - 1));
      default -> throw new IllegalStateException("unknown replication message " + message[0]);
    }
  }

  /** The server has sent whatever was committed before a keepalive's position. */
  private void keepalive(ByteBuffer message) throws SQLException {
    Lsn sent = new Lsn(message.getLong());
    message.getLong();
    boolean answerWanted = message.get() != 0;
    refuseWarnings();
    if (!decoder.isInTransaction()) {
      received = received.max(sent);
      queue.advance(sent);
    }
    if (answerWanted) {
      report(false);
    }
  }

  private void hand(LoggedTransaction transaction) throws SQLException, InterruptedException {
    received = received.max((Lsn) transaction.end());
    while (!queue.offer(transaction, decoder.weight(), STATUS_NANOS)) {
      if (closing) {
        return;
      }
      report(false);
      lastHeard = System.nanoTime();
      lookForPublication();
    }
  }

  private void keepUp() throws SQLException {
    lookForPublication();
    if (!confirmed.equals(reported)) {
      // At once, for commits may wait for it.
      report(false);
    }
    long now = System.nanoTime();
    if (now - lastLook < STATUS_NANOS) {
      return;
    }
    lastLook = now;
    if (now - lastHeard > QUIET_NANOS && now - lastSeen > PING_NANOS) {
      link.look();
      lastSeen = System.nanoTime();
    }
    if (now - lastHeard > SILENCE_NANOS) {
      throw new CrossfadeException(
          ErrorCode.DATABASE_FAILED,
          "the server has not answered the reader of its log for two minutes; check the network");
    }
    report(now - lastHeard > PING_NANOS);
  }

  /**
   * Whatever else there is to do: a server that is told to stop waits, for ever, until all of its
   * log is confirmed or its readers have hung up, and asks us meanwhile without a pause. It answers
   * nobody else any more, so this ends us.
   */
  private void lookForPublication() {
    if (System.nanoTime() - lastCheck > PING_NANOS) {
      publicationCheck.run();
      lastCheck = System.nanoTime();
    }
  }

  private void report(boolean ping) throws SQLException {
    reported = confirmed;
    link.report(received, reported, ping);
  }

  /**
   * From PostgreSQL 18 on, a missing publication is but a warning, and all changes are silently
   * left out.
   */
  private void refuseWarnings() throws SQLException {
    SQLWarning warning = link.warning();
    if (warning != null) {
      throw new CrossfadeException(
          ErrorCode.SOURCE_LOG_LOST,
          "the server warned while sending its log: "
              + warning.getMessage()
              + "; changes may be missing, so the copy must be made anew");
    }
  }
}

package io.crossfade.demo.load;

import io.crossfade.demo.record.Outcome;
import io.crossfade.demo.record.RecordWriter;
import io.crossfade.demo.record.Status;
import io.crossfade.model.Side;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Carries out a client's transactions and writes down how each of them ended.
final class Teller {
  private static final Logger LOG = System.getLogger(Teller.class.getName());
  private static final int ATTEMPTS = 5;

  private final Connections connections;
  private final RecordWriter record;
  private final String name;
  private final Clock clock = Clock.systemUTC();
  private long transactions;

  Teller(Connections connections, RecordWriter record, String name) {
    this.connections = connections;
    this.record = record;
    this.name = name;
  }

  /// Tries until it succeeds, or fails in a way that does not pass by itself.
  void carryOut(Action action) {
    boolean again = true;
    for (int attempt = 1; again; attempt++) {
      again = attempt(action, attempt < ATTEMPTS);
    }
  }

  private boolean attempt(Action action, boolean mayRetry) {
    Run run = new Run(action, name + "-" + ++transactions);
    try (Work work = connections.open(action.readOnly(), action.customer() + "")) {
      run.in(work);
    } catch (SQLException e) {
      if (run.acknowledged) {
        // Only giving the connection back failed; that is the next transaction's concern.
        LOG.log(Level.WARNING, run.tag + " was committed, then: " + e.getMessage());
      } else {
        return run.failed(e, mayRetry);
      }
    }
    return false;
  }

  /// One attempt, from asking for a connection until it ended.
  private final class Run {
    private final Action action;
    private final String tag;
    private final long startMicros = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    private final long start = System.nanoTime();
    private long held;
    private @Nullable Side side;
    private @Nullable Tx tx;
    private boolean committing;
    private boolean acknowledged;

    Run(Action action, String tag) {
      this.action = action;
      this.tag = tag;
    }

    void in(Work work) throws SQLException {
      Work.Begun begun = work.begin();
      held = begun.held() ? System.nanoTime() - start : 0;
      side = begun.side();
      Tx under = new Tx(work, connections.dialect(begun.side()), tag);
      tx = under;
      try {
        action.run(under);
      } catch (SQLException e) {
        rollBack(work, e);
        throw e;
      }
      record.intent(tag, action.kind(), under.effects());
      committing = true;
      work.commit();
      acknowledged = true;
      end(Status.ACK, "");
      under.acknowledged();
    }

    /// Returns whether to try again.
    boolean failed(SQLException e, boolean mayRetry) {
      if (side == null) {
        held = System.nanoTime() - start;
      }
      Status status = status(e, mayRetry);
      end(status, e.getSQLState() + " " + e.getMessage());
      if (status != Status.IN_DOUBT && status != Status.RETRIED && tx != null) {
        tx.undone();
      }
      return status == Status.RETRIED;
    }

    private Status status(SQLException e, boolean mayRetry) {
      Side on = side;
      if (on != null
          && action.readOnly()
          && mayRetry
          && Endings.isLost(e)
          && connections.mayReadElsewhere(on)) {
        return Status.RETRIED;
      }
      return Endings.of(e, action.kind(), committing, mayRetry);
    }

    private void end(Status status, String reason) {
      long total = System.nanoTime() - start;
      String where = side == null ? "-" : side.toString();
      String line = reason.replaceAll("\\s+", " ");
      record.outcome(
          tag,
          action.kind(),
          new Outcome(status, where, startMicros, held / 1000, total / 1000, line));
    }
  }

  private static void rollBack(Work work, SQLException because) {
    try {
      work.rollback();
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }
}

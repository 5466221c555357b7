package io.crossfade.engine.store;

import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.transfer.Timing;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// The store's connections, and its errors in our words.
///
/// @param place where it is, for people
/// @param sync the statement that brings what was committed to the disk itself; empty where commit
///   does that
/// @param letGo gives up all connections: a file that could not be written stays closed while
///   anybody has one
record StoreDatabase(Jdbi jdbi, String place, String sync, Runnable letGo, Absence absence) {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String READ_ONLY = "25006";

  /// What a file says once it could not be written, until it is opened anew.
  private static final String CLOSED = "90098";

  /// A server that cannot be reached, and one that hung up.
  private static final Set<String> BROKEN = Set.of("08001", "08006");

  private static final int TAKEN = -1;

  /// Some causes name themselves.
  private static final int DEEPEST_CAUSE = 20;

  /// For those who ask once and do not wait: nobody would ever say that the store, which they found
  /// away, is back.
  StoreDatabase apart() {
    return new StoreDatabase(jdbi, place, sync, letGo, new Absence(Timing.REAL));
  }

  <T> T call(HandleCallback<T, SQLException> work) {
    return Undisturbed.call(() -> {
      try {
        return present(jdbi.withHandle(work));
      } catch (JdbiException | SQLException e) {
        throw failed(e);
      }
    });
  }

  <T> T inTransaction(HandleCallback<T, SQLException> work) {
    return Undisturbed.call(() -> {
      try {
        return present(jdbi.inTransaction(work));
      } catch (JdbiException | SQLException e) {
        throw failed(e);
      }
    });
  }

  private <T> T present(T answer) {
    absence.ended();
    return answer;
  }

  /// Inserts one row; false when a row with its key is there already.
  boolean insert(String sql, Map<String, ?> values) {
    return insertedRows(sql, values) == 1;
  }

  /// As the other, in the name of a lease: SUPERSEDED when it is not the newest one any more.
  /// Nobody takes a newer one before the row is committed.
  ///
  /// @param sql selects from the row of the lease, and locks it; one statement and no more, so that
  ///   a process that is stopped at any point never keeps that lock
  boolean insertAs(Lease lease, String sql, Map<String, ?> values) {
    Map<String, Object> all = new HashMap<>(values);
    all.put("migration", lease.migration());
    all.put("lease", lease.number());
    int rows = insertedRows(sql, all);
    if (rows == 0) {
      throw Leases.superseded(lease);
    }
    return rows == 1;
  }

  /// -1 when a row with that key is there already.
  private int insertedRows(String sql, Map<String, ?> values) {
    return Undisturbed.call(() -> {
      try {
        return present(jdbi.withHandle(h -> insertedRows(h, sql, values)));
      } catch (JdbiException e) {
        if (isUniqueViolation(e)) {
          return TAKEN;
        }
        throw failed(e);
      }
    });
  }

  /// Looks at the connection first: where that finds it dead, it is certain that nothing was
  /// written.
  private static int insertedRows(Handle handle, String sql, Map<String, ?> values) {
    try {
      handle.execute("select 1");
    } catch (JdbiException e) {
      throw isAway(e) ? new ConnectionException(e) : e;
    }
    return handle.createUpdate(sql).bindMap(values).execute();
  }

  /// Survives even a loss of power. A commit alone survives the end of the process, and that is
  /// enough for most: what it costs is paid only where two databases depend on it.
  void syncToDisk() {
    if (!sync.isEmpty()) {
      call(h -> h.execute(sync));
    }
  }

  private static boolean isUniqueViolation(JdbiException e) {
    return e.getCause() instanceof SQLException cause
        && UNIQUE_VIOLATION.equals(cause.getSQLState());
  }

  private CrossfadeException failed(Exception e) {
    if (!isAway(e)) {
      return new CrossfadeException(
          ErrorCode.DATABASE_FAILED,
          "the control store %s failed: %s. Check its disk; nothing was changed that is not recorded."
              .formatted(place, e.getMessage()),
          e);
    }
    StoreAway away =
        new StoreAway(
            "the control store %s is away, and is asked again and again: %s. Nothing is lost: whatever has to be recorded waits."
                .formatted(place, why(e)),
            !(e instanceof ConnectionException),
            e);
    absence.began(away);
    letGo.run();
    return away;
  }

  /// No connection, a server that stops or starts, one whose disk is full, or one that is a standby
  /// at the moment; a file that cannot be written.
  private static boolean isAway(Exception e) {
    if (e instanceof ConnectionException || failedToWrite(e).isPresent()) {
      return true;
    }
    String state =
        e.getCause() instanceof SQLException cause && cause.getSQLState() != null
            ? cause.getSQLState()
            : "";
    return Stream.of("08", "53", "57P", "58", CLOSED).anyMatch(state::startsWith)
        || state.equals(READ_ONLY);
  }

  /// Without the statement and what was bound to it.
  private static String why(Exception e) {
    return failedToWrite(e)
        .map(io ->
            "it cannot be read or written (%s); look at its disk, and make room there if it is full"
                .formatted(io.getMessage()))
        .orElse("" + (e.getCause() instanceof SQLException said ? said : e).getMessage());
  }

  /// Not that of a connection that broke.
  private static Optional<IOException> failedToWrite(Exception e) {
    Throwable cause = e;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof SQLException said && BROKEN.contains("" + said.getSQLState())) {
        return Optional.empty();
      }
      if (cause instanceof IOException failure) {
        return Optional.of(failure);
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }
}

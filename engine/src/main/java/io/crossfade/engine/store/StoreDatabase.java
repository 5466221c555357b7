package io.crossfade.engine.store;

import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// The store's connections, and its errors in our words.
///
/// @param place where it is, for people
/// @param sync the statement that brings what was committed to the disk itself; empty where commit
///   does that
record StoreDatabase(Jdbi jdbi, String place, String sync) {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final int TAKEN = -1;

  <T> T call(HandleCallback<T, SQLException> work) {
    try {
      return jdbi.withHandle(work);
    } catch (JdbiException | SQLException e) {
      throw failed(e);
    }
  }

  <T> T inTransaction(HandleCallback<T, SQLException> work) {
    try {
      return jdbi.inTransaction(work);
    } catch (JdbiException | SQLException e) {
      throw failed(e);
    }
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
    try {
      return jdbi.withHandle(h -> h.createUpdate(sql).bindMap(values).execute());
    } catch (JdbiException e) {
      if (isUniqueViolation(e)) {
        return TAKEN;
      }
      throw failed(e);
    }
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
    return new CrossfadeException(
        ErrorCode.DATABASE_FAILED,
        "the control store %s failed: %s. Check its disk; nothing was changed that is not recorded."
            .formatted(place, e.getMessage()),
        e);
  }
}

package io.crossfade.engine.store;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.sql.SQLException;
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
    try {
      return jdbi.withHandle(h -> h.createUpdate(sql).bindMap(values).execute() == 1);
    } catch (JdbiException e) {
      if (isUniqueViolation(e)) {
        return false;
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

package io.crossfade.client;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;

/** A router as JDBC knows errors, for transactions that run on one side only. */
final class SqlRouter {
  private final Router router;

  SqlRouter(Router router) {
    this.router = router;
  }

  /**
   * @throws SQLTransientConnectionException if the hold did not end in time. Nothing has been sent
   *     to a database; the caller may try again
   */
  RoutedTransaction begin(boolean readOnly, String key) throws SQLException {
    try {
      RoutedTransaction begun = router.begin(readOnly, key);
      if (!readOnly && begun.route().writes().mirrored()) {
        begun.close();
        throw writesBoth(begun.route());
      }
      return begun;
    } catch (CrossfadeException e) {
      throw e.code() == ErrorCode.HELD_TOO_LONG
          ? new SQLTransientConnectionException(e.getMessage(), "08001", e)
          : new SQLNonTransientConnectionException(e.getMessage(), "08003", e);
    }
  }

  Side side(boolean readOnly, String key) throws SQLException {
    Route route = router.route();
    if (!readOnly && route.writes().mirrored()) {
      throw writesBoth(route);
    }
    return router.side(readOnly, key);
  }

  TransactionCounts counts() {
    return router.counts();
  }

  private static SQLException writesBoth(Route route) {
    return new SQLFeatureNotSupportedException(
        "Migration "
            + route.migration()
            + " writes both sides; a DataSource can only write one. Write through a DualWriter.",
        "0A000");
  }
}

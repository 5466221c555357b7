package io.crossfade.postgresql;

import java.sql.Connection;
import java.sql.SQLException;

/** Something done in a session. */
@FunctionalInterface
interface SqlWork<T> {
  T on(Connection connection) throws SQLException;
}

package io.crossfade.connector.session;

import java.sql.Connection;
import java.sql.SQLException;

/** Something done in a session. */
@FunctionalInterface
public interface SqlWork<T> {
  T on(Connection connection) throws SQLException;
}

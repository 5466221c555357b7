package io.crossfade.mysql.copy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableName;
import io.crossfade.mysql.session.Sessions;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.session.SqlState;
import io.crossfade.mysql.session.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Opens tables in a snapshot: from then on no DDL can change them. */
final class TableOpening {
  private TableOpening() {}

  static void open(Connection connection, TableName table) throws SQLException {
    Transaction.execute(connection, "SELECT 1 FROM " + Sql.table(table) + " LIMIT 1");
  }

  static CrossfadeException failed(Sessions sessions, String doing, SQLException e) {
    return SqlState.isTableChanged(e)
        ? new CrossfadeException(
            ErrorCode.DATABASE_FAILED,
            "could not "
                + doing
                + " on "
                + sessions.name()
                + ": the table was altered or truncated after the snapshot was taken; a new snapshot"
                + " sees it as it is now",
            Map.of("database", sessions.name(), CrossfadeException.PASSES, "true"),
            e)
        : sessions.failed(doing, e);
  }
}

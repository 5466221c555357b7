package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import io.crossfade.mysql.session.Dialect;
import io.crossfade.mysql.session.SqlState;
import java.sql.SQLException;
import java.util.List;

/** Those are committed whenever somebody likes, even past our fence. */
final class PreparedTransactions implements Check {
  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    try {
      int open = asked.rows("XA RECOVER", row -> row.getInt(1)).size();
      return open == 0
          ? List.of()
          : List.of(
              asked.stops(
                  open + " prepared transactions are open and may hold rows back for ever",
                  "XA COMMIT or XA ROLLBACK each; see XA RECOVER CONVERT XID"));
    } catch (SQLException e) {
      if (!SqlState.isRefusal(e) && !SqlState.is(e, 1401)) {
        throw e;
      }
      String right = asked.dialect() == Dialect.MYSQL ? "XA_RECOVER_ADMIN" : "SUPER";
      return List.of(
          asked.warns(
              "our user may not see prepared transactions (XA RECOVER), and one that is open could commit after the fence is up",
              "GRANT " + right + " ON *.* TO our user, or make sure that nobody uses XA"));
    }
  }
}

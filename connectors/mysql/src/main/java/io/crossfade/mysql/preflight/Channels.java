package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import io.crossfade.model.Side;
import io.crossfade.mysql.session.Dialect;
import io.crossfade.mysql.session.SqlState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A side that is itself a replica. Rows that replication writes fire no triggers, so they pass the
 * fence: after a switch the writers of the other server would go on where nobody reads.
 */
final class Channels implements Check {
  /** On old servers of MySQL 8.0 too; what the columns are called is not the same everywhere. */
  private static final String OF_MYSQL = "SHOW SLAVE STATUS";

  private static final String OF_MARIADB = "SHOW ALL SLAVES STATUS";
  private static final int HOST = 2;
  private static final int PORT = 4;
  private static final int RECEIVES = 11;
  private static final int APPLIES = 12;

  /** There the name of the channel and a state stand before the others. */
  private static final int MORE_OF_MARIADB = 2;

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    boolean isMariaDb = asked.dialect() == Dialect.MARIADB;
    List<Finding> found = new ArrayList<>();
    try {
      found.addAll(
          asked.rows(
              isMariaDb ? OF_MARIADB : OF_MYSQL,
              row -> channel(asked, row, isMariaDb ? MORE_OF_MARIADB : 0)));
    } catch (SQLException e) {
      if (!SqlState.isRefusal(e)) {
        throw e;
      }
      found.add(
          asked.warns(
              "our user may not see whether this server is a replica, and what replication writes passes the fence",
              "GRANT %s ON *.* TO our user, or make sure that it follows no other server"
                  .formatted(isMariaDb ? "SLAVE MONITOR" : "REPLICATION CLIENT")));
    }
    return found;
  }

  private static Finding channel(Asked asked, ResultSet row, int more) throws SQLException {
    String primary = row.getString(HOST + more) + ":" + row.getString(PORT + more);
    boolean stopped =
        row.getString(RECEIVES + more).equals("No") && row.getString(APPLIES + more).equals("No");
    return stopped
        ? asked.warns(
            "it is set up as a replica of %s; should replication start again, as it may with the server, what it writes passes the fence"
                .formatted(primary),
            "RESET REPLICA ALL, for each of its channels")
        : asked.stops(
            "it is a replica of %s, and what replication writes passes the fence: triggers do not fire for it"
                .formatted(primary),
            asked.side() == Side.SOURCE
                ? "name the server on which applications write; or let all of them write on this one first, then STOP REPLICA, and RESET REPLICA ALL for each of its channels"
                : "STOP REPLICA, and RESET REPLICA ALL for each of its channels");
  }
}

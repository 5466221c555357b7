package io.crossfade.mysql;

import io.crossfade.connector.Identity;
import io.crossfade.connector.session.Session;
import io.crossfade.mysql.session.Sessions;
import io.crossfade.mysql.workspace.Lineage;
import java.sql.Connection;
import java.sql.SQLException;

/** Which server answers, and whose place it has taken. */
final class ServerIdentity {
  private ServerIdentity() {}

  /** Over a connection of its own, for one that is kept may still lead to the server before. */
  static Identity read(Sessions sessions) {
    try (Session session = sessions.openAnew("identity")) {
      Connection connection = session.connection();
      Lineage lineage = Lineage.of(connection, sessions.server(connection));
      return new Identity(
          lineage.origin(),
          lineage.timeline(),
          connection.getMetaData().getDatabaseProductVersion());
    } catch (SQLException e) {
      throw sessions.failed("read which server it is", e);
    }
  }
}

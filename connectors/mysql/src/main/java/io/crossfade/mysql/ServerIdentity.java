package io.crossfade.mysql;

import io.crossfade.connector.Identity;
import io.crossfade.mysql.session.Session;
import io.crossfade.mysql.session.Sessions;
import java.sql.SQLException;

/**
 * Which server answers. A replica that takes a server's place has a name of its own: there are no
 * timelines.
 */
final class ServerIdentity {
  private static final long ONLY_TIMELINE = 1;

  private ServerIdentity() {}

  /** Over a connection of its own, for one that is kept may still lead to the server before. */
  static Identity read(Sessions sessions) {
    try (Session session = sessions.openAnew("identity")) {
      return new Identity(
          sessions.server(session.connection()),
          ONLY_TIMELINE,
          session.connection().getMetaData().getDatabaseProductVersion());
    } catch (SQLException e) {
      throw sessions.failed("read which server it is", e);
    }
  }
}

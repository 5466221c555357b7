package io.crossfade.postgresql.session;

import io.crossfade.connector.Endpoint;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import org.postgresql.Driver;

/** Sees what one session does, over a short connection of its own. */
final class OtherSession implements Vigil.Look {
  private static final Logger LOG = System.getLogger(OtherSession.class.getName());

  /** A walsender that has sent all there is waits under the same head. */
  private static final String QUERY =
      "SELECT coalesce(wait_event_type = 'Client', false) FROM pg_catalog.pg_stat_activity WHERE pid = ?";

  private static final String SECONDS = "5";

  private final Endpoint endpoint;
  private final Driver driver = new Driver();

  /** The server's number of the session; 0 while it is not known. */
  private volatile int pid;

  OtherSession(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  void is(int thisOne) {
    pid = thisOne;
  }

  @Override
  public Vigil.Doing look() {
    if (pid == 0) {
      return Vigil.Doing.CANNOT_BE_SEEN;
    }
    // Null for a URL that it does not understand; it has understood this one before.
    try (Connection connection =
            Objects.requireNonNull(driver.connect(endpoint.url(), properties()));
        PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setInt(1, pid);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Vigil.Doing.HAS_ENDED;
        }
        return row.getBoolean(1) ? Vigil.Doing.WAITS_FOR_US : Vigil.Doing.WORKS;
      }
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "a session cannot be looked after", e);
      // A server that refuses us, for it has no connection left for instance, is there.
      return SqlState.isAway(e) ? Vigil.Doing.CANNOT_BE_SEEN : Vigil.Doing.WORKS;
    }
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", endpoint.user());
    properties.setProperty("password", endpoint.password().reveal());
    properties.setProperty("ApplicationName", Sessions.applicationName("look"));
    properties.setProperty("connectTimeout", SECONDS);
    properties.setProperty("socketTimeout", SECONDS);
    return properties;
  }
}

package io.crossfade.gateway;

import io.crossfade.client.Router;
import io.crossfade.gateway.auth.Logins;
import io.crossfade.gateway.session.BackendConnector;
import io.crossfade.gateway.session.CancelKeys;
import io.crossfade.gateway.session.Listener;
import io.crossfade.gateway.session.Seats;
import io.crossfade.gateway.session.Shared;
import io.crossfade.gateway.session.Transport;
import io.crossfade.gateway.settings.Backends;
import io.crossfade.gateway.settings.Limits;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;

/// Stands between applications and the two databases of a migration and speaks PostgreSQL's
/// protocol with both: a router for applications that cannot embed one.
public final class Gateway implements AutoCloseable {
  private final Shared shared;
  private final Listener listener;

  private Gateway(Shared shared, Listener listener) {
    this.shared = shared;
    this.listener = listener;
  }

  /// Listens from now on. The router stays the caller's.
  ///
  /// @param address port 0 means any that is free
  public static Gateway start(
      InetSocketAddress address, Router router, Backends backends, Logins logins, Limits limits) {
    return start(address, new Parts(router, backends, logins, limits, Transport.best()));
  }

  record Parts(
      Router router, Backends backends, Logins logins, Limits limits, Transport transport) {}

  static Gateway start(InetSocketAddress address, Parts parts) {
    Shared shared =
        new Shared(
            parts.router(),
            parts.backends(),
            parts.logins(),
            parts.limits(),
            new BackendConnector(parts.transport(), parts.limits().login()),
            new CancelKeys(),
            ConcurrentHashMap.newKeySet(),
            new Seats(parts.limits().sessions()),
            new Seats(parts.limits().sessions()));
    parts.router().whenChanged(shared::routeChanged);
    return new Gateway(shared, Listener.start(address, parts.transport(), shared));
  }

  public int port() {
    return listener.port();
  }

  /// Clients that are logged in now.
  public int sessions() {
    return shared.sessions().taken();
  }

  /// Ends all sessions with SQLSTATE 57P01, as a database does that shuts down.
  @Override
  public void close() {
    listener.close();
  }
}

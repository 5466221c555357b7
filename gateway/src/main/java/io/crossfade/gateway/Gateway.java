package io.crossfade.gateway;

import io.crossfade.client.Router;
import io.crossfade.client.shadow.Laboratory;
import io.crossfade.gateway.auth.Logins;
import io.crossfade.gateway.session.BackendConnector;
import io.crossfade.gateway.session.CancelKeys;
import io.crossfade.gateway.session.Listener;
import io.crossfade.gateway.session.Seats;
import io.crossfade.gateway.session.Shared;
import io.crossfade.gateway.session.SideReads;
import io.crossfade.gateway.session.Tls;
import io.crossfade.gateway.session.Transport;
import io.crossfade.gateway.session.Usher;
import io.crossfade.gateway.settings.Backends;
import io.crossfade.gateway.settings.ClientTls;
import io.crossfade.gateway.settings.Limits;
import io.crossfade.gateway.settings.Listening;
import io.crossfade.gateway.settings.Reads;
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
  /// @throws IllegalStateException if it cannot listen there
  /// @throws IllegalArgumentException if its key or certificates cannot be read
  public static Gateway start(
      Listening listening, Router router, Backends backends, Logins logins, Limits limits) {
    return start(listening, router, backends, logins, limits, Reads.NONE);
  }

  /// The same.
  ///
  /// @param reads which reads the side that is not written may answer
  public static Gateway start(
      Listening listening,
      Router router,
      Backends backends,
      Logins logins,
      Limits limits,
      Reads reads) {
    return start(listening, new Parts(router, backends, logins, limits, Transport.best(), reads));
  }

  record Parts(
      Router router,
      Backends backends,
      Logins logins,
      Limits limits,
      Transport transport,
      Reads reads) {}

  static Gateway start(Listening listening, Parts parts) {
    ClientTls tls = listening.tls();
    Shared shared =
        new Shared(
            parts.router(),
            parts.backends(),
            parts.logins(),
            parts.limits(),
            tls == null ? null : Tls.of(tls),
            tls != null && tls.required(),
            new BackendConnector(parts.transport(), parts.limits().login()),
            new CancelKeys(),
            ConcurrentHashMap.newKeySet(),
            new Seats(parts.limits().sessions()),
            new Seats(parts.limits().sessions()),
            new SideReads(parts.reads(), parts.router()));
    Usher usher = new Usher(shared);
    parts.router().prepares(usher::isReady);
    parts.router().whenChanged(usher::routeChanged);
    return new Gateway(shared, Listener.start(listening.address(), parts.transport(), shared));
  }

  public int port() {
    return listener.port();
  }

  /// Clients that are logged in now.
  public int sessions() {
    return shared.sessions().taken();
  }

  /// What came of the reads that were compared.
  public Laboratory laboratory() {
    return shared.reads().laboratory();
  }

  /// Ends all sessions with SQLSTATE 57P01, as a database does that shuts down.
  @Override
  public void close() {
    shared.reads().close();
    listener.close();
  }
}

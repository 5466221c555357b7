package io.crossfade.gateway;

import io.crossfade.client.Router;
import io.crossfade.client.shadow.Laboratory;
import io.crossfade.gateway.auth.Logins;
import io.crossfade.gateway.session.BackendConnector;
import io.crossfade.gateway.session.CancelKeys;
import io.crossfade.gateway.session.Drain;
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
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/// Stands between applications and the two databases of a migration and speaks PostgreSQL's
/// protocol with both: a router for applications that cannot embed one.
public final class Gateway implements AutoCloseable {
  private final Shared shared;
  private final Usher usher;
  private final Listener listener;

  private Gateway(Shared shared, Usher usher, Listener listener) {
    this.shared = shared;
    this.usher = usher;
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
    parts.router().tells(usher::findings);
    return new Gateway(shared, usher, Listener.start(listening, parts.transport(), shared));
  }

  public int port() {
    return listener.port();
  }

  /// Clients that are logged in now.
  public int sessions() {
    return shared.sessions().taken();
  }

  /// Waits until another process takes in the clients at this address, which has asked for it at
  /// [Listening#succession]. The sessions that are here stay: [#drain] is for them.
  public void awaitSuccessor() throws InterruptedException {
    try {
      listener.handedOver().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Nobody completes it so", e);
    }
  }

  /// Takes in nobody any more, and lets the sessions go that are here: each with SQLSTATE 57P01 and
  /// between two transactions. [#close] ends those that do not come to that.
  ///
  /// @param grace in which only those are ended that do nothing for some seconds, as pools notice
  /// @param deadline how long to wait at most, the grace included
  /// @return whether all have gone
  public boolean drain(Duration grace, Duration deadline) throws InterruptedException {
    listener.stop();
    return new Drain(shared).run(grace, deadline);
  }

  /// What came of the reads that were compared.
  public Laboratory laboratory() {
    return shared.reads().laboratory();
  }

  /// Ends all sessions with SQLSTATE 57P01, as a database does that shuts down.
  @Override
  public void close() {
    shared.reads().close();
    usher.close();
    listener.close();
  }
}

package io.crossfade.gateway.session;

import io.crossfade.client.Router;
import io.crossfade.gateway.auth.Credentials;
import io.crossfade.gateway.auth.Login;
import io.crossfade.gateway.auth.Logins;
import io.crossfade.gateway.auth.Proof;
import io.crossfade.gateway.settings.Backend;
import io.crossfade.gateway.settings.Backends;
import io.crossfade.gateway.settings.Limits;
import io.crossfade.gateway.settings.Reads;
import io.crossfade.servers.SharedPostgres;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What sessions share whose client is believed to be `postgres`.
final class Trusting {
  private static final Credentials POSTGRES = new Credentials("postgres", "");
  private static final Login USER = new Login("postgres", new Proof.None(), POSTGRES, POSTGRES);

  private Trusting() {}

  static Shared shared(Router router, Backends backends, Set<Crossing> held) {
    return new Shared(
        router,
        backends,
        new Logins(List.of(USER)),
        Limits.DEFAULT,
        null,
        false,
        new BackendConnector(Transport.best(), Duration.ofSeconds(5)),
        new CancelKeys(),
        held,
        new Seats(10),
        new Seats(10),
        new SideReads(Reads.NONE, router));
  }

  static Backend newBackend() {
    URI uri = URI.create(SharedPostgres.newDatabase(18).substring("jdbc:".length()));
    return new Backend(uri.getHost(), uri.getPort(), uri.getPath().substring(1), null);
  }
}

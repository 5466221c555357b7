package io.crossfade.bench;

import io.crossfade.client.FixedRouteSource;
import io.crossfade.client.HoldListener;
import io.crossfade.client.Router;
import io.crossfade.gateway.Gateway;
import io.crossfade.gateway.auth.Credentials;
import io.crossfade.gateway.auth.Login;
import io.crossfade.gateway.auth.Logins;
import io.crossfade.gateway.auth.Proof;
import io.crossfade.gateway.settings.Backend;
import io.crossfade.gateway.settings.Backends;
import io.crossfade.gateway.settings.Limits;
import io.crossfade.gateway.settings.Listening;
import io.crossfade.gateway.settings.Reads;
import io.crossfade.model.Route;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// A gateway in a process of its own, with a route that does not change. It says its port, and ends
/// with the process that has started it.
final class LoneGateway {
  static final String LISTENS = "listens on port ";

  private static final Duration HOLD = Duration.ofSeconds(5);

  private LoneGateway() {}

  /// @param args the database's name, the ports of both servers, and which share of the sessions
  ///   has its reads compared, in percent
  public static void main(String[] args) throws Exception {
    Credentials postgres = new Credentials("postgres", "");
    int compared = Integer.parseInt(args[3]);
    Route route = Route.initial(args[0]).shadowing(compared);
    Reads reads = compared == 0 ? Reads.NONE : Reads.of(table -> true);
    try (Router router = new Router(new FixedRouteSource(route), HOLD, HoldListener.NONE);
        Gateway gateway =
            Gateway.start(
                new Listening(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null),
                router,
                new Backends(args[0], backend(args, 1), backend(args, 2), List.of()),
                new Logins(List.of(new Login("postgres", new Proof.None(), postgres, postgres))),
                Limits.DEFAULT,
                reads)) {
      System.out.println(LISTENS + gateway.port());
      // Ends when the one that has started this one does.
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static Backend backend(String[] args, int which) {
    return new Backend("127.0.0.1", Integer.parseInt(args[which]), args[0], null);
  }
}

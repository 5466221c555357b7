package io.crossfade.e2e.gateway;

import io.crossfade.client.ControlPlane;
import io.crossfade.client.HttpRouteSource;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A gateway as a process that may be killed. It ends when nobody holds its input any more.
final class GatewayMain {
  static final String USER = "postgres";

  private GatewayMain() {}

  /// @param args the file with the address of the routes, both databases, and where to listen
  public static void main(String[] args) throws Exception {
    Credentials user = new Credentials(USER, "");
    Limits limits = new Limits(200, Duration.ofSeconds(10), Duration.ofSeconds(2));
    try (HttpRouteSource routes =
            HttpRouteSource.open(
                ControlPlane.in(Path.of(args[0])), "gateway", Duration.ofSeconds(10));
        Router router = new Router(routes);
        Gateway gateway =
            Gateway.start(
                new Listening(
                    new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(args[3])),
                    null),
                router,
                new Backends(USER, backend(args[1]), backend(args[2]), List.of()),
                new Logins(List.of(new Login(USER, new Proof.None(), user, user))),
                limits)) {
      System.out.println(gateway.port());
      System.out.flush();
      var _ = System.in.read();
    }
  }

  private static Backend backend(String jdbcUrl) {
    URI uri = URI.create(jdbcUrl.substring("jdbc:".length()));
    return new Backend(uri.getHost(), uri.getPort(), uri.getPath().substring(1), null);
  }
}

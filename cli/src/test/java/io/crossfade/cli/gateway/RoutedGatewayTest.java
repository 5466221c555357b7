package io.crossfade.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.client.FixedRouteSource;
import io.crossfade.client.Router;
import io.crossfade.gateway.Gateway;
import io.crossfade.gateway.auth.Logins;
import io.crossfade.gateway.settings.Backend;
import io.crossfade.gateway.settings.Backends;
import io.crossfade.gateway.settings.Limits;
import io.crossfade.gateway.settings.Listening;
import io.crossfade.model.Route;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RoutedGatewayTest {
  /// The process waits for that end, and so does the one that has taken its place.
  @Test
  @Timeout(30)
  void itsEndIsToldWhateverGoesWrongInIt() throws Exception {
    FixedRouteSource routes = new FixedRouteSource(Route.initial("shop"));
    Router router = new Router(routes);
    router.whenChanged(() -> {
      throw new IllegalStateException("a listener's defect");
    });
    Backend nobody = new Backend("127.0.0.1", 1, "shop", null);
    Gateway gateway =
        Gateway.start(
            new Listening(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null),
            router,
            new Backends("shop", nobody, nobody, List.of()),
            new Logins(List.of()),
            Limits.DEFAULT);
    RoutedGateway routed = new RoutedGateway(gateway, router, "127.0.0.1");
    assertThatThrownBy(routed::close).hasMessage("a listener's defect");
    routed.awaitEnd();
    assertThat(routes.reported().leaving()).isTrue();
    routed.close();
  }
}

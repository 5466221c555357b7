package io.crossfade.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.client.FixedRouteSource;
import io.crossfade.client.Router;
import io.crossfade.gateway.settings.Backend;
import io.crossfade.gateway.settings.Backends;
import io.crossfade.gateway.settings.Listening;
import io.crossfade.gateway.wire.Refusal;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is refused before anything of it was sent is kept by nobody.
@Timeout(60)
class RefusedIT {
  private static final Route FIRST = Route.initial("shop");

  private final FixedRouteSource routes = new FixedRouteSource(FIRST);

  @Test
  void aTransactionThatMayNotBeginLeavesNoBufferBehind() throws Exception {
    Backend backend = Trusting.newBackend();
    Backends backends = new Backends("shop", backend, backend, List.of());
    Listening any = new Listening(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null);
    try (Router router = new Router(routes)) {
      Shared shared = Trusting.shared(router, backends, new HashSet<>());
      try (Listener listener = Listener.start(any, Transport.best(), shared);
          Connection _ =
              DriverManager.getConnection(
                  "jdbc:postgresql://127.0.0.1:" + listener.port() + "/shop", "postgres", "")) {
        Route both = FIRST.mirroredFrom(Side.SOURCE);
        routes.set(both);
        assertThat(routes.awaitDrained(both.epoch(), Duration.ofSeconds(5))).isTrue();
        ByteBuf sent = Unpooled.copiedBuffer("Q\0\0\0\15SELECT 1\0", StandardCharsets.ISO_8859_1);
        assertThat(refused(shared.cancelKeys().all().iterator().next(), sent))
            .hasMessageContaining("the gateway writes one");
        assertThat(sent.refCnt()).isZero();
      }
    }
  }

  private static Refusal refused(Session session, ByteBuf sent) throws InterruptedException {
    Refusal[] why = new Refusal[1];
    ChannelHandlerContext nowhere =
        new EmbeddedChannel(new ChannelInboundHandlerAdapter()).pipeline().firstContext();
    session
        .asked(done -> {
          try {
            Objects.requireNonNull(session.relay()).channelRead(nowhere, sent);
          } catch (Refusal e) {
            why[0] = e;
          }
          done.setSuccess(null);
        })
        .await();
    return why[0];
  }
}

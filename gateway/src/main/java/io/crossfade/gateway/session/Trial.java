package io.crossfade.gateway.session;

import io.crossfade.gateway.auth.Credentials;
import io.crossfade.gateway.settings.Backend;
import io.crossfade.gateway.settings.ClientTls;
import io.crossfade.gateway.wire.Refusal;
import io.crossfade.model.Side;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Tries before anybody comes whether a gateway could do its work: by what it does itself, so that
/// nothing is found to be well that fails later.
public final class Trial {
  private Trial() {}

  /// @throws IllegalArgumentException if its key or certificates cannot be read
  public static void read(ClientTls tls) {
    var _ = Tls.of(tls);
  }

  /// What a client would be told for whom the gateway logs in there; empty where it is let in.
  public static Optional<String> logIn(
      Side side, Backend backend, Credentials credentials, Duration within) {
    Transport transport = Transport.best();
    EventLoopGroup loops = transport.loops(1);
    try {
      Future<BackendConnection> opened =
          new BackendConnector(transport, within)
              .open(loops.next(), side, backend, credentials, Map.of());
      opened.awaitUninterruptibly();
      if (opened.isSuccess()) {
        Out.close(opened.getNow().channel());
        return Optional.empty();
      }
      return Optional.of(reason(opened.cause()));
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  private static String reason(Throwable why) {
    return why instanceof Refusal refusal ? refusal.text() : why.toString();
  }
}

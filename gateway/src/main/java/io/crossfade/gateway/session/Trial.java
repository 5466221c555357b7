package io.crossfade.gateway.session;

import io.crossfade.gateway.auth.Credentials;
import io.crossfade.gateway.settings.Backend;
import io.crossfade.gateway.settings.ClientTls;
import io.crossfade.gateway.wire.Messages;
import io.crossfade.gateway.wire.Refusal;
import io.crossfade.model.Side;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tries before anybody comes whether a gateway could do its work: by what it does itself, so that
/// nothing is found to be well that fails later.
public final class Trial {
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  /// Who else is logged in is not counted. What is not told is no limit.
  private static final String ROOM =
      """
      SELECT least(
        (SELECT sum(CASE name WHEN 'max_connections' THEN setting::int ELSE -setting::int END) FROM pg_settings
          WHERE name IN ('max_connections', 'superuser_reserved_connections', 'reserved_connections')),
        (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database() AND NOT rolsuper),
        (SELECT nullif(rolconnlimit, -1) WHERE NOT rolsuper))
      FROM pg_roles WHERE rolname = session_user
      """;

  /// How it went to log in somewhere.
  ///
  /// @param refusal what a client would be told; null where it is let in
  /// @param room how many sessions of this user the database lets in at most, as it is set up
  public record LoggedIn(@Nullable String refusal, int room) {
    private static LoggedIn refused(String why) {
      return new LoggedIn(why, NO_LIMIT);
    }
  }

  private Trial() {}

  /// @throws IllegalArgumentException if its key or certificates cannot be read
  public static void read(ClientTls tls) {
    var _ = Tls.of(tls);
  }

  /// As the gateway does it for a client.
  public static LoggedIn logIn(
      Side side, Backend backend, Credentials credentials, Duration within) {
    Transport transport = Transport.best();
    EventLoopGroup loops = transport.loops(1);
    try {
      Future<BackendConnection> opened =
          new BackendConnector(transport, within)
              .open(loops.next(), side, backend, credentials, Map.of());
      opened.awaitUninterruptibly();
      if (opened.isSuccess()) {
        return new LoggedIn(null, room(opened.getNow(), within));
      }
      return LoggedIn.refused(reason(opened.cause()));
    } catch (IllegalArgumentException e) {
      return LoggedIn.refused(String.valueOf(e.getMessage()));
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  private static int room(BackendConnection database, Duration within) {
    Channel channel = database.channel();
    Future<List<List<String>>> asked = ask(database, within).awaitUninterruptibly();
    Out.close(channel);
    return asked.isSuccess() && !asked.getNow().isEmpty()
        ? Integer.parseInt(asked.getNow().getFirst().getFirst())
        : NO_LIMIT;
  }

  private static Future<List<List<String>>> ask(BackendConnection database, Duration within) {
    Channel channel = database.channel();
    channel.pipeline().replace(channel.pipeline().last(), null, new Dialog.Silence());
    ByteBuf question = channel.alloc().buffer();
    Messages.query(question, ROOM);
    return Dialog.ask(database, question, within);
  }

  private static String reason(Throwable why) {
    return why instanceof Refusal refusal ? refusal.text() : why.toString();
  }
}

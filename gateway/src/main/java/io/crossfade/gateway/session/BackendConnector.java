package io.crossfade.gateway.session;

import io.crossfade.gateway.auth.Credentials;
import io.crossfade.gateway.auth.ScramKeys;
import io.crossfade.gateway.settings.Backend;
import io.crossfade.gateway.settings.BackendTls;
import io.crossfade.gateway.wire.Messages;
import io.crossfade.gateway.wire.Refusal;
import io.crossfade.gateway.wire.SqlState;
import io.crossfade.model.Side;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Opens connections to databases, each on the event loop of the session that asks.
public final class BackendConnector {
  private final Transport transport;
  private final Duration within;
  private final ScramKeys keys = new ScramKeys();
  private final Map<BackendTls, SslContext> contexts = new ConcurrentHashMap<>();

  public BackendConnector(Transport transport, Duration within) {
    this.transport = transport;
    this.within = within;
  }

  /// Connects and logs in.
  ///
  /// @param settings of the client's startup packet
  /// @return fails with a [Refusal]
  Future<BackendConnection> open(
      EventLoop loop,
      Side side,
      Backend backend,
      Credentials credentials,
      Map<String, String> settings) {
    Promise<BackendConnection> opened = loop.newPromise();
    BackendLogin login = new BackendLogin(side, backend, credentials, settings, keys, opened);
    ChannelFuture connected = connect(loop, backend, login);
    connected.addListener(done -> {
      if (!done.isSuccess()) {
        opened.tryFailure(unreachable(side, done.cause()));
      }
    });
    Future<?> deadline =
        loop.schedule(() -> late(side, opened), within.toMillis(), TimeUnit.MILLISECONDS);
    opened.addListener(done -> {
      deadline.cancel(false);
      if (!done.isSuccess()) {
        Out.close(connected.channel());
      }
    });
    return opened;
  }

  /// Asks a database to cancel what a session does.
  ///
  /// @return is done when the database has seen it, or cannot be reached
  Future<Void> cancel(EventLoop loop, BackendConnection of) {
    ChannelFuture connected = connect(loop, of.backend(), new CancelAsked(of.key()));
    Channel channel = connected.channel();
    var _ = Out.closeAfter(channel, within);
    return channel.closeFuture();
  }

  private @Nullable SslContext tls(Backend backend) {
    BackendTls tls = backend.tls();
    return tls == null ? null : contexts.computeIfAbsent(tls, Tls::of);
  }

  private ChannelFuture connect(EventLoop loop, Backend backend, ChannelHandler handler) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(transport.socket())
            .handler(new ToBackend(tls(backend), backend, handler))
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) within.toMillis());
    transport.applyTo(bootstrap);
    return bootstrap.connect(backend.host(), backend.port());
  }

  private static void late(Side side, Promise<?> opened) {
    opened.tryFailure(
        new Refusal(SqlState.CONNECTION_FAILURE, "the " + name(side) + " did not answer in time"));
  }

  private static Refusal unreachable(Side side, Throwable why) {
    return new Refusal(
        SqlState.CONNECTION_FAILURE,
        "the " + name(side) + " cannot be reached: " + why.getClass().getSimpleName());
  }

  static String name(Side side) {
    return side == Side.SOURCE ? "source database" : "target database";
  }

  /// What a connection to a database begins with.
  private static final class ToBackend extends ChannelInitializer<Channel> {
    private final @Nullable SslContext tls;
    private final Backend backend;
    private final ChannelHandler handler;

    ToBackend(@Nullable SslContext tls, Backend backend, ChannelHandler handler) {
      this.tls = tls;
      this.backend = backend;
      this.handler = handler;
    }

    @Override
    protected void initChannel(Channel channel) {
      if (tls != null) {
        channel
            .pipeline()
            .addLast(
                new AskForTls(tls.newHandler(channel.alloc(), backend.host(), backend.port())));
      }
      channel.pipeline().addLast(handler);
    }
  }

  /// The database answers by closing the connection.
  private static final class CancelAsked extends ChannelInboundHandlerAdapter {
    private final byte[] key;

    CancelAsked(byte[] key) {
      this.key = key;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      ByteBuf out = context.alloc().buffer();
      Messages.cancel(out, key);
      Out.send(context, out);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      Out.close(context);
    }
  }
}

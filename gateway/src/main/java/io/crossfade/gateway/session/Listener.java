package io.crossfade.gateway.session;

import io.crossfade.gateway.wire.Refusal;
import io.crossfade.gateway.wire.SqlState;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Takes clients in, until it is closed.
public final class Listener implements AutoCloseable {
  private final Channel listening;
  private final EventLoopGroup loops;
  private final Shared shared;

  private Listener(Channel listening, EventLoopGroup loops, Shared shared) {
    this.listening = listening;
    this.loops = loops;
    this.shared = shared;
  }

  /// @throws IllegalStateException if it cannot listen there
  public static Listener start(InetSocketAddress address, Transport transport, Shared shared) {
    EventLoopGroup loops = transport.loops(Runtime.getRuntime().availableProcessors());
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.listener())
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel client) {
                    client.pipeline().addLast(new ClientStartup(shared));
                  }
                });
    transport.applyTo(bootstrap);
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
      throw new IllegalStateException("Cannot listen on " + address, bound.cause());
    }
    return new Listener(bound.channel(), loops, shared);
  }

  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    Refusal why =
        new Refusal(
            SqlState.ADMIN_SHUTDOWN, "terminating connection because the gateway shuts down");
    long within = shared.limits().end().toMillis();
    List<Future<Void>> ends =
        shared.cancelKeys().all().stream().map(session -> session.close(why)).toList();
    ends.forEach(end -> end.awaitUninterruptibly(within));
    loops.shutdownGracefully(0, within, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }
}

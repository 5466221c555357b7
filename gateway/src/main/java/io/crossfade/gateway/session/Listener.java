package io.crossfade.gateway.session;

import io.crossfade.gateway.settings.Listening;
import io.crossfade.gateway.wire.Refusal;
import io.crossfade.gateway.wire.SqlState;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Takes clients in, until it is closed or another process does.
public final class Listener implements AutoCloseable {
  private final Channel listening;
  private final EventLoopGroup loops;
  private final Shared shared;
  private final @Nullable Succession succession;

  private Listener(
      Channel listening, EventLoopGroup loops, Shared shared, @Nullable Succession succession) {
    this.listening = listening;
    this.loops = loops;
    this.shared = shared;
    this.succession = succession;
  }

  /// @throws IllegalStateException if it cannot listen there
  public static Listener start(Listening where, Transport transport, Shared shared) {
    EventLoopGroup loops = transport.loops(threads());
    try {
      Path path = transport.handsOver() ? where.succession() : null;
      return path == null
          ? new Listener(bound(where.address(), transport, loops, shared), loops, shared, null)
          : afterAnother(path, where, transport, loops, shared);
    } catch (IllegalStateException | IOException e) {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
      throw e instanceof IllegalStateException known
          ? known
          : new IllegalStateException("Cannot hand over: " + e.getMessage(), e);
    }
  }

  private static Listener afterAnother(
      Path path, Listening where, Transport transport, EventLoopGroup loops, Shared shared)
      throws IOException {
    InetSocketAddress address = where.address();
    Predecessor before = where.replaces() ? Predecessor.find(path, loops) : null;
    Channel listening;
    if (before == null) {
      listening = bound(address, transport, loops, shared);
    } else {
      int socket = before.socket();
      ServerBootstrap bootstrap = bootstrap(transport, loops, shared);
      bootstrap.channelFactory(() -> new EpollServerSocketChannel(socket));
      listening = listening(bootstrap.register(), address);
      shared.cancelKeys().after(before);
      before.taken();
    }
    return new Listener(
        listening,
        loops,
        shared,
        new Succession(path, loops, (EpollServerSocketChannel) listening, shared.cancelKeys()));
  }

  private static Channel bound(
      InetSocketAddress address, Transport transport, EventLoopGroup loops, Shared shared) {
    ServerBootstrap bootstrap = bootstrap(transport, loops, shared).channel(transport.listener());
    return listening(bootstrap.bind(address), address);
  }

  private static Channel listening(ChannelFuture made, InetSocketAddress address) {
    if (!made.awaitUninterruptibly().isSuccess()) {
      throw new IllegalStateException("Cannot listen on " + address, made.cause());
    }
    return made.channel();
  }

  private static ServerBootstrap bootstrap(
      Transport transport, EventLoopGroup loops, Shared shared) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel client) {
                    client.pipeline().addLast(new ClientStartup(shared));
                  }
                });
    transport.applyTo(bootstrap);
    return bootstrap;
  }

  /// One for every two processors, unless Netty's own property says how many: fewer loops find more
  /// to do each time they wake up (measured: docs/benchmarks.md), and databases or clients on the
  /// same machine want some too.
  private static int threads() {
    int processors = Runtime.getRuntime().availableProcessors();
    return Integer.getInteger("io.netty.eventLoopThreads", Math.max(1, processors / 2));
  }

  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /// Done when another process takes the clients in. Never done if none can.
  public CompletableFuture<Void> handedOver() {
    return succession == null ? new CompletableFuture<>() : succession.handedOver();
  }

  /// Takes in nobody any more. When this returns, whoever was taken in has a seat.
  public void stop() {
    if (succession != null) {
      succession.close();
    }
    listening.close().awaitUninterruptibly();
    loops.forEach(loop -> loop.submit(() -> {}).awaitUninterruptibly());
  }

  /// Repeatable.
  @Override
  public void close() {
    if (loops.isShuttingDown()) {
      return;
    }
    stop();
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

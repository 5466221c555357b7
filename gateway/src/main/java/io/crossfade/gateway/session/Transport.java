package io.crossfade.gateway.session;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;

/// How sockets are waited for: Linux's epoll where it is to be had, else Java's own way.
public record Transport(
    IoHandlerFactory io,
    Class<? extends SocketChannel> socket,
    Class<? extends ServerSocketChannel> listener,
    Map<ChannelOption<Integer>, Integer> keepAlive) {
  /// So much may wait for an end that does not read, before the other is not read either.
  static final WriteBufferWaterMark WAITING = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

  /// What a client sends at once is read at once, if it is not long.
  private static final int READ_AT_LEAST = 4 * 1024;

  private static final int READ_AT_MOST = 64 * 1024;
  private static final int IDLE_SECONDS = 60;
  private static final int BETWEEN_SECONDS = 10;
  private static final int PROBES = 6;
  private static final int UNACKNOWLEDGED_MILLIS = 120_000;

  public static Transport best() {
    return Epoll.isAvailable() ? epoll() : nio();
  }

  static Transport epoll() {
    return new Transport(
        EpollIoHandler.newFactory(),
        EpollSocketChannel.class,
        EpollServerSocketChannel.class,
        Map.of(
            EpollChannelOption.TCP_KEEPIDLE, IDLE_SECONDS,
            EpollChannelOption.TCP_KEEPINTVL, BETWEEN_SECONDS,
            EpollChannelOption.TCP_KEEPCNT, PROBES,
            EpollChannelOption.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MILLIS));
  }

  public static Transport nio() {
    return new Transport(
        NioIoHandler.newFactory(),
        NioSocketChannel.class,
        NioServerSocketChannel.class,
        Map.of(
            NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), IDLE_SECONDS,
            NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), BETWEEN_SECONDS,
            NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), PROBES));
  }

  /// Whether a listening socket can be given to another process.
  boolean handsOver() {
    return listener == EpollServerSocketChannel.class;
  }

  public EventLoopGroup loops(int threads) {
    return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("gateway"), io);
  }

  void applyTo(Bootstrap bootstrap) {
    bootstrap
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING);
    keepAlive.forEach(bootstrap::option);
  }

  public void applyTo(ServerBootstrap bootstrap) {
    bootstrap
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING)
        .childOption(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(READ_AT_LEAST, READ_AT_LEAST, READ_AT_MOST));
    keepAlive.forEach(bootstrap::childOption);
  }
}

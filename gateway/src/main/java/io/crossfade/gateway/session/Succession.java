package io.crossfade.gateway.session;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Offers the listening socket to the process that comes after this one, by a Unix domain socket.
final class Succession {
  private static final byte GONE = 'G';

  private final EpollServerSocketChannel listening;
  private final CancelKeys cancelKeys;
  private final Channel offer;
  private final int user;
  private final CompletableFuture<Void> handedOver = new CompletableFuture<>();

  /// @throws IOException if nothing can be offered there
  Succession(
      Path path, EventLoopGroup loops, EpollServerSocketChannel listening, CancelKeys cancelKeys)
      throws IOException {
    this.listening = listening;
    this.cancelKeys = cancelKeys;
    // One that is left from a process that was killed.
    Files.deleteIfExists(path);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(EpollServerDomainSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel newcomer) {
                    newcomer.pipeline().addLast(new Newcomer());
                  }
                })
            .bind(new DomainSocketAddress(path.toFile()))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("Cannot listen at " + path, bound.cause());
    }
    this.offer = bound.channel();
    this.user = (int) Files.getAttribute(path, "unix:uid");
  }

  /// Done when another process takes the clients in.
  CompletableFuture<Void> handedOver() {
    return handedOver;
  }

  void close() {
    offer.close().awaitUninterruptibly();
  }

  /// A process that wants to come after this one.
  private final class Newcomer extends ByteToMessageDecoder {
    private boolean taken;

    /// Whoever has the socket sees what clients send: only the same user gets it.
    @Override
    public void channelActive(ChannelHandlerContext context) throws IOException {
      if (((EpollDomainSocketChannel) context.channel()).peerCredentials().uid() != user) {
        Out.close(context);
        return;
      }
      var _ = context.writeAndFlush(listening.fd());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
      if (!taken) {
        taken = in.readByte() == Predecessor.TAKEN;
        letGo(context);
      } else if (in.readableBytes() >= Long.BYTES) {
        var _ = cancelKeys.cancel(in.readLong());
      }
    }

    /// The offer ends before the newcomer hears of it and makes one at the same path.
    private void letGo(ChannelHandlerContext context) {
      listening
          .close()
          .addListener(stopped ->
              offer
                  .close()
                  .addListener(withdrawn -> {
                    Out.send(context, context.alloc().buffer(1).writeByte(GONE));
                    handedOver.complete(null);
                  }));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      Out.close(context);
    }
  }
}

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
  private static final System.Logger LOG = System.getLogger(Succession.class.getName());
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

  /// How far a newcomer is.
  private enum Stage {
    STRANGER,
    HAS_THE_SOCKET,
    TAKES_CLIENTS_IN
  }

  /// A process that wants to come after this one.
  private final class Newcomer extends ByteToMessageDecoder {
    private Stage stage = Stage.STRANGER;

    /// Whoever has the socket sees what clients send: only the same user gets it.
    @Override
    public void channelActive(ChannelHandlerContext context) throws IOException {
      if (((EpollDomainSocketChannel) context.channel()).peerCredentials().uid() != user) {
        Out.close(context);
      }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
      switch (stage) {
        case STRANGER -> offer(context, in.readByte());
        case HAS_THE_SOCKET -> takes(context, in.readByte());
        case TAKES_CLIENTS_IN -> {
          if (in.readableBytes() >= Long.BYTES) {
            var _ = cancelKeys.cancel(in.readLong());
          }
        }
      }
    }

    private void offer(ChannelHandlerContext context, byte version) {
      if (version != Predecessor.VERSION) {
        LOG.log(
            System.Logger.Level.WARNING,
            "a process that speaks version {0} of the handover asks for the listening socket, and"
                + " this one speaks {1}: it gets nothing. End this process, then start the other"
                + " one",
            version,
            Predecessor.VERSION);
        Out.close(context);
        return;
      }
      stage = Stage.HAS_THE_SOCKET;
      var _ = context.writeAndFlush(listening.fd());
    }

    private void takes(ChannelHandlerContext context, byte said) {
      if (said != Predecessor.TAKEN) {
        Out.close(context);
        return;
      }
      stage = Stage.TAKES_CLIENTS_IN;
      letGo(context);
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

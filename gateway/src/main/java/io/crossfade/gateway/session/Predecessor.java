package io.crossfade.gateway.session;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The process that listens until now, and gives its listening socket away to this one. It is the
/// same socket with the same queue: whoever connects meanwhile is taken in by one of the two.
final class Predecessor {
  /// What both processes say to each other. One more for each change of it.
  static final byte VERSION = 1;

  static final byte TAKEN = 'T';

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path path;
  private final Channel channel;
  private final Promise<FileDescriptor> socket;
  private final Promise<Void> gone;

  private Predecessor(
      Path path, Channel channel, Promise<FileDescriptor> socket, Promise<Void> gone) {
    this.path = path;
    this.channel = channel;
    this.socket = socket;
    this.gone = gone;
  }

  /// Null if there is none.
  static @Nullable Predecessor find(Path path, EventLoopGroup loops) {
    Promise<FileDescriptor> socket = loops.next().newPromise();
    Promise<Void> gone = loops.next().newPromise();
    ChannelFuture connected =
        new Bootstrap()
            .group(loops)
            .channel(EpollDomainSocketChannel.class)
            .option(
                EpollChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
            .handler(new Heir(socket, gone))
            .connect(new DomainSocketAddress(path.toFile()))
            .awaitUninterruptibly();
    if (!connected.isSuccess()) {
      return null;
    }
    Channel channel = connected.channel();
    Out.send(channel, channel.alloc().buffer(1).writeByte(VERSION));
    return new Predecessor(path, channel, socket, gone);
  }

  /// Its listening socket, which is this process's too from now on.
  int socket() {
    return awaited(socket).intValue();
  }

  /// Lets it go: clients are taken in here. When this returns it takes in nobody any more.
  void taken() {
    Out.send(channel, channel.alloc().buffer(1).writeByte(TAKEN));
    awaited(gone);
  }

  /// It may be one of its sessions that a client wants to cancel.
  void cancel(long key) {
    Out.send(channel, channel.alloc().buffer(Long.BYTES).writeLong(key));
  }

  private <T> T awaited(Future<T> answer) {
    if (!answer.awaitUninterruptibly(PATIENCE.toMillis()) || !answer.isSuccess()) {
      var _ = channel.close();
      throw new IllegalStateException(
          "The gateway that can be reached by "
              + path
              + " does not hand over its address (its log may say why; a gateway of another release"
              + " may not know how); end that process first",
          answer.cause());
    }
    return answer.getNow();
  }

  /// Gets the socket first, and then a byte when it was let go there.
  private static final class Heir extends ChannelInboundHandlerAdapter {
    private final Promise<FileDescriptor> socket;
    private final Promise<Void> gone;

    Heir(Promise<FileDescriptor> socket, Promise<Void> gone) {
      this.socket = socket;
      this.gone = gone;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      switch (message) {
        case FileDescriptor descriptor -> {
          context
              .channel()
              .config()
              .setOption(EpollChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.BYTES);
          socket.trySuccess(descriptor);
        }
        case ByteBuf said -> {
          said.release();
          gone.trySuccess(null);
        }
        default -> ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      socket.tryFailure(new ClosedChannelException());
      gone.tryFailure(new ClosedChannelException());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      socket.tryFailure(cause);
      Out.close(context);
    }
  }
}

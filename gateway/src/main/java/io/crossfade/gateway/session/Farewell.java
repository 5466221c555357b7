package io.crossfade.gateway.session;

import io.crossfade.gateway.wire.Messages;
import io.crossfade.gateway.wire.Refusal;
import io.crossfade.gateway.wire.SqlState;
import io.crossfade.model.CrossfadeException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The end of a channel: what was written last still arrives, and then the other end closes. Who
/// closes while something unread lies there takes away what he has sent himself.
final class Farewell extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger(Farewell.class.getName());

  private static final Duration LATER = Duration.ofSeconds(1);

  private Farewell() {}

  /// @param last what the client is told, if he can still be told something
  static void to(Channel client, Duration within, @Nullable Refusal last) {
    ByteBuf out = Unpooled.EMPTY_BUFFER;
    if (last != null) {
      out = client.alloc().buffer();
      Messages.fatal(out, last);
    }
    with(client, within, out);
  }

  /// What a client says last to a database.
  static ByteBuf terminate(Channel database) {
    ByteBuf out = database.alloc().buffer(5);
    Messages.terminate(out);
    return out;
  }

  /// To a database that a session has left. A process of it that ends takes time of processors,
  /// which those who have just been let go on need more.
  static void later(Channel database, Duration within) {
    database.pipeline().replace(database.pipeline().last(), null, new Dialog.Silence());
    database.config().setAutoRead(true);
    var _ =
        database
            .eventLoop()
            .schedule(
                () -> with(database, within, terminate(database)),
                LATER.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  /// Nothing that this channel still reads is of interest to anybody.
  static void with(Channel channel, Duration within, ByteBuf last) {
    if (!channel.isActive() || channel.pipeline().get(Farewell.class) != null) {
      last.release();
      return;
    }
    channel.pipeline().replace(channel.pipeline().last(), null, new Farewell());
    var _ = Out.closeAfter(channel, within);
    channel
        .writeAndFlush(last)
        .addListener(written -> {
          SslHandler tls = channel.pipeline().get(SslHandler.class);
          if (tls != null) {
            var _ = tls.closeOutbound();
          }
          var _ = ((DuplexChannel) channel).shutdownOutput();
        });
    channel.config().setAutoRead(true);
  }

  /// What a client is told of an exception. What is no refusal is a mistake of ours, and not his
  /// business.
  static @Nullable Refusal refusal(Throwable cause) {
    Throwable inner = cause.getCause() == null ? cause : cause.getCause();
    if (inner instanceof Refusal refusal) {
      return refusal;
    }
    if (inner instanceof CrossfadeException told) {
      return new Refusal(SqlState.ADMIN_SHUTDOWN, String.valueOf(told.getMessage()));
    }
    if (!(inner instanceof IOException)) {
      LOG.log(System.Logger.Level.WARNING, "A session ends by an unexpected error", cause);
    }
    return null;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Out.close(context);
  }
}

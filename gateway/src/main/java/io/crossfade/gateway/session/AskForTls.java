package io.crossfade.gateway.session;

import io.crossfade.gateway.wire.Refusal;
import io.crossfade.gateway.wire.SqlState;
import io.crossfade.gateway.wire.StartupCodes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.List;

/// Has a database begin TLS, before anything else is said. Whoever comes behind it in the pipeline
/// hears of the connection once it is encrypted, and only then.
final class AskForTls extends ByteToMessageDecoder {
  private final SslHandler tls;

  AskForTls(SslHandler tls) {
    this.tls = tls;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    Out.send(context, context.alloc().buffer(8).writeInt(8).writeInt(StartupCodes.TLS));
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    byte answer = in.readByte();
    // Whatever stands behind the answer was put there by somebody in between.
    if (answer != 'S' || in.isReadable()) {
      in.skipBytes(in.readableBytes());
      throw new Refusal(SqlState.CONNECTION_FAILURE, "the database does not offer TLS");
    }
    context.pipeline().addFirst(tls);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent shaken) {
      if (shaken.isSuccess()) {
        context.fireChannelActive();
        context.pipeline().remove(this);
      } else {
        context.fireExceptionCaught(
            new Refusal(
                SqlState.CONNECTION_FAILURE,
                "the database does not prove who it is: "
                    + shaken.cause().getClass().getSimpleName()));
      }
    }
  }
}

package io.crossfade.gateway.session;

import io.crossfade.gateway.wire.Refusal;
import io.crossfade.gateway.wire.SqlState;
import io.crossfade.gateway.wire.StartupCodes;
import io.crossfade.gateway.wire.StartupMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client may begin with: a wish for encryption, the startup packet, or a cancel request.
final class ClientStartup extends ByteToMessageDecoder {
  private static final int CANCEL_LENGTH = 16;

  private final Shared shared;
  private boolean seated;
  private boolean askedForTls;
  private boolean askedForGss;
  private @Nullable Future<?> deadline;

  ClientStartup(Shared shared) {
    this.shared = shared;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    seated = shared.strangers().take();
    if (!seated) {
      Out.close(context);
      return;
    }
    deadline = Out.closeAfter(context.channel(), shared.limits().login());
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    if (deadline != null) {
      deadline.cancel(false);
    }
    if (seated) {
      seated = false;
      shared.strangers().leave();
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < 4) {
      return;
    }
    int length = in.getInt(in.readerIndex());
    if (length < 8 || length > StartupCodes.LONGEST) {
      // As PostgreSQL does: whoever speaks another protocol does not understand an answer in ours.
      in.skipBytes(in.readableBytes());
      Out.close(context);
      return;
    }
    if (in.readableBytes() < length) {
      return;
    }
    ByteBuf packet = in.readSlice(length).skipBytes(4);
    int code = packet.readInt();
    switch (code) {
      case StartupCodes.TLS -> askedForTls = tls(context, in);
      case StartupCodes.GSS_ENCRYPTION -> askedForGss = noEncryption(context, in, askedForGss);
      case StartupCodes.CANCEL -> cancel(context, length, packet);
      default -> begin(context, StartupMessage.read(code, packet));
    }
  }

  private boolean tls(ChannelHandlerContext context, ByteBuf in) {
    SslContext tls = shared.tls();
    if (tls == null) {
      return noEncryption(context, in, askedForTls);
    }
    checkAlone(in, askedForTls);
    Out.send(context, context.alloc().buffer(1).writeByte('S'));
    context.pipeline().addFirst(tls.newHandler(context.alloc()));
    return true;
  }

  /// Whatever stands behind such a wish was put there by somebody in between.
  private static void checkAlone(ByteBuf in, boolean again) {
    if (again || in.isReadable()) {
      throw Refusal.malformed("bytes behind a wish for encryption, or the wish for a second time");
    }
  }

  private static boolean noEncryption(ChannelHandlerContext context, ByteBuf in, boolean again) {
    checkAlone(in, again);
    Out.send(context, context.alloc().buffer(1).writeByte('N'));
    return true;
  }

  private void cancel(ChannelHandlerContext context, int length, ByteBuf packet) {
    Future<?> asked =
        length == CANCEL_LENGTH ? shared.cancelKeys().cancel(packet.readLong()) : null;
    if (asked == null) {
      Out.close(context);
      return;
    }
    // As with PostgreSQL the client may wait for the end, to know that it has been asked.
    asked.addListener(done -> Out.close(context));
  }

  private void begin(ChannelHandlerContext context, StartupMessage startup) {
    if (shared.tlsRequired() && context.pipeline().get(SslHandler.class) == null) {
      throw new Refusal(SqlState.INVALID_AUTHORIZATION, "this gateway lets clients in by TLS only");
    }
    if (!startup.database().equals(shared.backends().database())) {
      throw new Refusal(
          SqlState.NO_SUCH_DATABASE,
          "database \"" + startup.database() + "\" does not exist behind this gateway");
    }
    if (startup.settings().containsKey("replication")) {
      throw new Refusal(
          SqlState.FEATURE_NOT_SUPPORTED,
          "replication through a gateway would end with the next switch: connect to the database");
    }
    if (!shared.sessions().take()) {
      throw new Refusal(SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients already");
    }
    Channel client = context.channel();
    Session session = new Session(shared, client, startup);
    context.pipeline().replace(this, "login", new ClientLogin(shared, session, startup));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Farewell.to(context.channel(), shared.limits().end(), Farewell.refusal(cause));
  }
}

package io.crossfade.gateway.session;

import io.crossfade.client.shadow.StatementFailed;
import io.crossfade.gateway.reads.Rows;
import io.crossfade.gateway.wire.DatabaseError;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A read that is asked of a database once more. Row by row: of a large answer little is kept.
final class Replay extends ByteToMessageDecoder {
  private static final int HEAD = 5;

  /// A row that is longer is compared by nobody.
  private static final int LONGEST = 16 * 1024 * 1024;

  private final Rows rows;
  private final Promise<Object> answered;
  private @Nullable StatementFailed failure;

  private Replay(Rows rows, Promise<Object> answered) {
    this.rows = rows;
    this.answered = answered;
  }

  /// @return fails with the database's error as a [StatementFailed]; then, and only then, the
  ///   connection can still be used
  static Future<Object> ask(BackendConnection database, byte[] question, boolean ordered) {
    Channel channel = database.channel();
    Promise<Object> answered = channel.eventLoop().newPromise();
    channel
        .eventLoop()
        .execute(() -> {
          Replay replay = new Replay(new Rows(ordered), answered);
          channel.pipeline().addBefore(channel.pipeline().lastContext().name(), null, replay);
          Out.send(channel, Unpooled.wrappedBuffer(question));
          channel.config().setAutoRead(true);
          if (!channel.isActive()) {
            answered.tryFailure(new IOException("the connection has ended"));
          }
        });
    return answered;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws IOException {
    if (in.readableBytes() < HEAD) {
      return;
    }
    int type = in.getUnsignedByte(in.readerIndex());
    int length = in.getInt(in.readerIndex() + 1);
    if (length < 4 || length > LONGEST) {
      throw new IOException("a frame of " + length + " bytes");
    }
    if (in.readableBytes() > length) {
      message(context, type, in.readSlice(1 + length).skipBytes(HEAD));
    }
  }

  private void message(ChannelHandlerContext context, int type, ByteBuf body) {
    switch (type) {
      case 'T' -> rows.described(body);
      case 'D' -> rows.row(body);
      case 'E' -> failure = new StatementFailed(DatabaseError.read(body).state());
      case 'Z' -> {
        context.pipeline().remove(this);
        if (failure == null) {
          answered.trySuccess(rows.answer());
        } else {
          answered.tryFailure(failure);
        }
      }
      default -> {
        // That something was done, or a notice.
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    super.channelInactive(context);
    answered.tryFailure(new IOException("the database has closed the connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    answered.tryFailure(new IOException("the answer cannot be read", cause));
    Out.close(context);
  }
}

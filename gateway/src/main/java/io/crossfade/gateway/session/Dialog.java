package io.crossfade.gateway.session;

import io.crossfade.gateway.wire.DatabaseError;
import io.crossfade.gateway.wire.Refusal;
import io.crossfade.gateway.wire.Texts;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A question of the gateway's own to a database, between two transactions of the client. It ends
/// with ReadyForQuery; then whatever comes is the client's again.
///
/// Texts stay the bytes that they are in the client's encoding: each is a character of ISO 8859-1.
final class Dialog extends ByteToMessageDecoder {
  private static final int LONGEST = 64 * 1024 * 1024;

  private final Map<String, String> parameters;
  private final Promise<List<List<String>>> answered;
  private final List<List<String>> rows = new ArrayList<>();

  private Dialog(Map<String, String> parameters, Promise<List<List<String>>> answered) {
    this.parameters = parameters;
    this.answered = answered;
  }

  /// @param question Queries, or messages of the extended protocol with one Sync
  /// @return the rows of all answers, null as an empty text; fails with a [Refusal]
  static Future<List<List<String>>> ask(
      BackendConnection database, ByteBuf question, Duration within) {
    Channel channel = database.channel();
    Promise<List<List<String>>> answered = channel.eventLoop().newPromise();
    ChannelPipeline pipeline = channel.pipeline();
    ChannelHandlerContext last = pipeline.lastContext();
    pipeline.addBefore(last.name(), null, new Dialog(database.parameters(), answered));
    Out.send(channel, question);
    channel.config().setAutoRead(true);
    Future<?> deadline =
        channel
            .eventLoop()
            .schedule(
                () -> answered.tryFailure(Refusal.moving("the database does not answer in time")),
                within.toMillis(),
                TimeUnit.MILLISECONDS);
    answered.addListener(done -> deadline.cancel(false));
    return answered;
  }

  /// What a channel has as its last handler while nobody relays from it. An error that nobody has
  /// asked for is a database's last word.
  static final class Silence extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf said = (ByteBuf) message;
      if (said.isReadable() && said.getByte(said.readerIndex()) == 'E') {
        Out.close(context);
      }
      said.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      Out.close(context);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < 5) {
      return;
    }
    int type = in.getUnsignedByte(in.readerIndex());
    int length = in.getInt(in.readerIndex() + 1);
    if (length < 4 || length > LONGEST) {
      throw Refusal.malformed("an answer of " + length + " bytes");
    }
    if (in.readableBytes() <= length) {
      return;
    }
    switch (type) {
      case 'A', 'N', 'S' -> {
        message(context, type, in.slice(in.readerIndex(), 1 + length).skipBytes(5));
        out.add(in.readRetainedSlice(1 + length));
      }
      default -> message(context, type, in.readSlice(1 + length).skipBytes(5));
    }
  }

  private void message(ChannelHandlerContext context, int type, ByteBuf body) {
    switch (type) {
      case 'D' -> rows.add(row(body));
      case 'S' -> parameters.put(Texts.read(body), Texts.read(body));
      case 'E' -> answered.tryFailure(Refusal.moving(DatabaseError.read(body).message()));
      case 'Z' -> {
        context.pipeline().remove(this);
        answered.trySuccess(rows);
      }
      default -> {
        // That a statement was carried out, and what its rows look like.
      }
    }
  }

  private static List<String> row(ByteBuf body) {
    List<String> columns = new ArrayList<>();
    for (int left = body.readShort(); left > 0; left--) {
      int length = body.readInt();
      columns.add(
          length < 0 ? "" : body.readCharSequence(length, StandardCharsets.ISO_8859_1).toString());
    }
    return columns;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    super.channelInactive(context);
    answered.tryFailure(Refusal.moving("the database has closed the connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    answered.tryFailure(Refusal.moving("the database's answer cannot be read"));
    Out.close(context);
  }
}

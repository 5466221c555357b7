package io.crossfade.gateway.session;

import io.crossfade.gateway.wire.FrameScan;
import io.crossfade.gateway.wire.Outstanding;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Deque;

/// What the client sends, to the database.
final class ClientRelay extends ChannelInboundHandlerAdapter {
  private final Session session;
  private Channel database;
  private final Outstanding outstanding;
  private final Unnamed unnamed;
  private final Recent recent;
  private final FrameScan scan = FrameScan.ofClient();

  /// The client has said that this is its end; then the database closes the connection.
  private boolean terminated;

  /// What came while the route was held. The client is not read then, so it is not much.
  private final Deque<ByteBuf> waiting = new ArrayDeque<>();

  ClientRelay(
      Session session, Channel database, Outstanding outstanding, Unnamed unnamed, Recent recent) {
    this.recent = recent;
    this.unnamed = unnamed;
    this.session = session;
    this.database = database;
    this.outstanding = outstanding;
  }

  /// From now on. Nothing is on its way to the one before.
  void to(Channel other) {
    database = other;
  }

  boolean atBoundary() {
    return scan.atBoundary();
  }

  /// Whether the client wants nothing more.
  boolean isTerminated() {
    return terminated;
  }

  /// Whether something waits to be sent.
  boolean wants() {
    return !waiting.isEmpty();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (waiting.isEmpty() && begins(in)) {
      pass(in);
    } else {
      waiting.add(in);
      if (waiting.size() > 1) {
        session.readClient();
      }
    }
  }

  private boolean begins(ByteBuf in) {
    try {
      return session.begin(in);
    } catch (RuntimeException e) {
      in.release();
      throw e;
    }
  }

  /// The hold is over.
  void release() {
    while (!waiting.isEmpty() && session.begin(waiting.element())) {
      pass(waiting.remove());
    }
    database.flush();
  }

  /// What waits first was answered elsewhere.
  void answered() {
    waiting.remove().release();
  }

  private void pass(ByteBuf in) {
    try {
      scan.over(in);
      for (int type = scan.next(); type != FrameScan.NONE; type = scan.next()) {
        outstanding.sent(type);
        switch (type) {
          case 'P' -> {
            unnamed.sent(scan);
            if (recent.listens() && scan.isWhole()) {
              recent.heard(scan.body(), true);
            }
          }
          case 'Q' -> {
            if (recent.listens()) {
              recent.heard(scan.bodyHere(), false);
            }
          }
          case 'X' -> terminated = true;
          default -> {
            // Passes by.
          }
        }
      }
    } catch (RuntimeException e) {
      in.release();
      throw e;
    }
    Out.write(database, in);
    if (outstanding.isEmpty() && scan.atBoundary()) {
      session.sent();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    database.flush();
  }

  /// The client reads too slowly, or fast enough again.
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    database.config().setAutoRead(context.channel().isWritable());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    waiting.forEach(ByteBuf::release);
    waiting.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    session.broken(cause);
  }
}

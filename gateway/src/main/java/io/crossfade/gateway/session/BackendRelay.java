package io.crossfade.gateway.session;

import io.crossfade.gateway.wire.FrameScan;
import io.crossfade.gateway.wire.Outstanding;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;

/// What the database sends, to the client.
final class BackendRelay extends ChannelInboundHandlerAdapter {
  private final Session session;
  private final Channel client;
  private final Outstanding outstanding;
  private final FrameScan scan = FrameScan.ofDatabase();

  /// The type of the last frame that has begun.
  private int last;

  BackendRelay(Session session, Channel client, Outstanding outstanding) {
    this.session = session;
    this.client = client;
    this.outstanding = outstanding;
  }

  boolean atBoundary() {
    return scan.atBoundary();
  }

  /// Whether the last thing it said was an error, as a database does that ends a session.
  boolean endedWithError() {
    return last == 'E';
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      scan.over(in);
      for (int type = scan.next(); type != FrameScan.NONE; type = scan.next()) {
        last = type;
        switch (type) {
          case 'Z' -> session.ready(scan.firstOfBody());
          case 'G' -> outstanding.copyIn();
          case 'S' -> session.parameter(scan.body());
          case 'E' -> session.failed();
          default -> {
            // Passes by.
          }
        }
      }
    } catch (RuntimeException e) {
      in.release();
      throw e;
    }
    Out.write(client, in);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    client.flush();
  }

  /// The database reads too slowly, or fast enough again.
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    session.readClient();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      // The client is told that the database has gone, and not only left.
      Out.close(context);
      return;
    }
    session.broken(cause);
  }
}

package io.crossfade.gateway.session;

import io.crossfade.gateway.wire.FrameScan;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Deque;

/// The answer of the other database to one read, to the client. A short answer is given as a whole
/// or not at all, so that the written side can still answer in its place.
final class ReadRelay extends ChannelInboundHandlerAdapter {
  private static final int KEPT = 32 * 1024;

  /// Of an answer that says no more than that something was done.
  private static final int SHORTEST = 5;

  private final Channel client;
  private final Ending ending;
  private final FrameScan scan = FrameScan.ofDatabase();
  private final Deque<ByteBuf> kept = new ArrayDeque<>();
  private int keptBytes;

  /// Bytes at the beginning that answer what the client has not asked.
  private int ours;

  private boolean failed;
  private boolean given;
  private boolean over;

  /// How it ended. Only one of them is called, once.
  interface Ending {
    void answered();

    /// The client has heard nothing of it.
    void refused();

    /// The connection has ended.
    ///
    /// @param given whether the client has heard a part of the answer
    void broken(boolean given);
  }

  /// @param ours how many answers come first that are not the client's
  ReadRelay(Channel client, int ours, Ending ending) {
    this.client = client;
    this.ours = ours * SHORTEST;
    this.ending = ending;
  }

  /// Whether the client has heard a part of the answer.
  boolean isGiven() {
    return given;
  }

  boolean atBoundary() {
    return !given || scan.atBoundary();
  }

  /// Nobody waits for it any more.
  void abandon() {
    over = true;
    drop();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (over) {
      in.release();
      return;
    }
    kept.add(in);
    keptBytes += in.readableBytes();
    boolean ready = false;
    scan.over(in);
    for (int type = scan.next(); type != FrameScan.NONE; type = scan.next()) {
      failed |= type == 'E';
      ready |= type == 'Z';
    }
    if (ready) {
      end();
    } else if (given || (keptBytes > KEPT && !failed)) {
      give();
    }
  }

  private void end() {
    over = true;
    if (failed && !given) {
      drop();
      ending.refused();
    } else {
      give();
      client.flush();
      ending.answered();
    }
  }

  private void give() {
    given = true;
    while (!kept.isEmpty()) {
      ByteBuf next = kept.remove();
      int skipped = Math.min(ours, next.readableBytes());
      ours -= skipped;
      Out.write(client, next.skipBytes(skipped));
    }
    keptBytes = 0;
  }

  private void drop() {
    kept.forEach(ByteBuf::release);
    kept.clear();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    client.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!over) {
      over = true;
      drop();
      ending.broken(given);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Out.close(context);
  }
}

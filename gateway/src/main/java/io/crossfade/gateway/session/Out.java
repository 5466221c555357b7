package io.crossfade.gateway.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// What is sent without looking back: where it fails the channel ends, and that is looked at.
final class Out {
  private Out() {}

  /// Leaves with the next flush.
  static void write(ChannelOutboundInvoker to, ByteBuf message) {
    var _ = to.write(message, to.voidPromise());
  }

  static void send(ChannelOutboundInvoker to, ByteBuf message) {
    var _ = to.writeAndFlush(message, to.voidPromise());
  }

  static void close(ChannelOutboundInvoker channel) {
    var _ = channel.close();
  }

  /// Closes it then, unless it is closed or the future is cancelled before.
  static Future<?> closeAfter(Channel channel, Duration time) {
    Future<?> deadline =
        channel.eventLoop().schedule(() -> close(channel), time.toMillis(), TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(closed -> deadline.cancel(false));
    return deadline;
  }
}

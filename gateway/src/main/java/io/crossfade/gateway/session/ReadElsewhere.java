package io.crossfade.gateway.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One read that the other database answers.
final class ReadElsewhere implements ReadRelay.Ending {
  private final Shared shared;
  private final BackendConnection there;
  private final ReadRelay relay;
  private final Consumer<End> end;
  private final Future<?> deadline;
  private final long since = System.nanoTime();

  enum End {
    ANSWERED,
    /// The client has heard nothing, and the connection may be used again.
    REFUSED,
    /// The client has heard nothing, and there is no connection any more.
    BROKEN,
    /// The client has heard a part.
    CUT
  }

  /// @param ours how many answers come first that are not the client's
  /// @param end is told once how it ended
  ReadElsewhere(
      Shared shared, Channel client, BackendConnection there, int ours, Consumer<End> end) {
    this.shared = shared;
    this.there = there;
    this.relay = new ReadRelay(client, ours, this);
    this.end = end;
    Duration within = shared.reads().within();
    this.deadline =
        there.channel().eventLoop().schedule(this::late, within.toNanos(), TimeUnit.NANOSECONDS);
  }

  void begin(ByteBuf question) {
    Channel channel = there.channel();
    channel.pipeline().replace(channel.pipeline().last(), null, relay);
    Out.send(channel, question);
    channel.config().setAutoRead(true);
  }

  BackendConnection there() {
    return there;
  }

  boolean atBoundary() {
    return relay.atBoundary();
  }

  /// Nobody waits for it any more.
  void abandon() {
    deadline.cancel(false);
    relay.abandon();
    cancel();
  }

  private void late() {
    if (!relay.isGiven()) {
      abandon();
      end.accept(End.BROKEN);
    }
  }

  /// What it does there is of no use.
  private void cancel() {
    var _ = shared.connector().cancel(there.channel().eventLoop(), there);
    Out.close(there.channel());
  }

  @Override
  public void answered() {
    deadline.cancel(false);
    shared.router().count(System.nanoTime() - since, false);
    end.accept(End.ANSWERED);
  }

  @Override
  public void refused() {
    deadline.cancel(false);
    end.accept(End.REFUSED);
  }

  @Override
  public void broken(boolean given) {
    deadline.cancel(false);
    end.accept(given ? End.CUT : End.BROKEN);
  }
}

package io.crossfade.gateway.session;

import io.crossfade.gateway.auth.Login;
import io.crossfade.model.Side;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What makes two connections answer a read alike, as far as sessions can set it. Sessions that are
/// alike share connections.
///
/// @param startup settings of the startup packet, with the encoding as it is now
record Likeness(Login login, Map<String, String> startup, List<SessionState.Setting> settings) {
  /// The last guard: whatever a statement turns out to do, the other side stays as it is.
  private static final SessionState.Setting READ_ONLY =
      new SessionState.Setting("default_transaction_read_only", "on");

  /// A connection on which everything is set so, and which can only read.
  ///
  /// @return fails with a [io.crossfade.gateway.wire.Refusal]
  Future<BackendConnection> open(Shared shared, EventLoop loop, Side side) {
    Promise<BackendConnection> made = loop.newPromise();
    shared
        .connector()
        .open(loop, side, shared.backends().on(side), login.on(side), startup)
        .addListener((Future<BackendConnection> opened) -> {
          if (opened.isSuccess()) {
            set(shared, opened.getNow(), made);
          } else {
            made.tryFailure(opened.cause());
          }
        });
    return made;
  }

  private void set(Shared shared, BackendConnection opened, Promise<BackendConnection> made) {
    opened
        .channel()
        .pipeline()
        .replace(opened.channel().pipeline().last(), null, new Dialog.Silence());
    ByteBuf question = opened.channel().alloc().buffer();
    List<SessionState.Setting> all = new ArrayList<>(settings);
    all.add(READ_ONLY);
    new SessionState(all, List.of(), List.of(), List.of()).set(question);
    Dialog.ask(opened, question, shared.limits().login())
        .addListener(done -> {
          if (done.isSuccess()) {
            made.trySuccess(opened);
          } else {
            Out.close(opened.channel());
            made.tryFailure(done.cause());
          }
        });
  }
}

package io.crossfade.gateway.session;

import io.crossfade.gateway.auth.Login;
import io.crossfade.gateway.wire.Refusal;
import io.crossfade.gateway.wire.SqlState;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Keeps a session waiting while the route is held, makes it ready to go to the other database
/// meanwhile, and lets it go on where the newer route says.
final class Crossing {
  private final Session session;
  private final Shared shared;
  private final EventLoop loop;
  private final Map<String, String> startup;
  private final Unnamed unnamed;

  /// While the session waits: its end, if nothing happens.
  private @Nullable Future<?> deadline;

  /// To the other database, from the moment in which the session may have to go there.
  private @Nullable Move move;

  Crossing(
      Session session,
      Shared shared,
      EventLoop loop,
      Map<String, String> startup,
      Unnamed unnamed) {
    this.session = session;
    this.shared = shared;
    this.loop = loop;
    this.startup = startup;
    this.unnamed = unnamed;
  }

  boolean waits() {
    return deadline != null;
  }

  /// The session has something to send, and may not send it here now.
  void await(BackendConnection here, Login login) {
    if (move == null) {
      move = new Move(shared, loop, login, here);
      move.make(startup, unnamed).addListener(done -> goOn());
    }
    if (deadline == null) {
      long limit = shared.router().holdLimit().toMillis();
      deadline = loop.schedule(this::tooLong, limit, TimeUnit.MILLISECONDS);
      shared.held().add(this);
      // The route may have changed before anybody knew that this session waits.
      if (!shared.router().route().held()) {
        routeChanged();
      }
    }
  }

  /// A newer route may let go on what waits here. From any thread.
  void routeChanged() {
    loop.execute(this::goOn);
  }

  /// The session needs no way to the other database.
  void stay() {
    if (move != null) {
      move.abandon();
      move = null;
    }
  }

  /// The session is at its end.
  void stop() {
    release();
    stay();
  }

  private void goOn() {
    if (deadline == null || shared.router().route().held()) {
      return;
    }
    if (session.isOn(shared.router().side(false, null))) {
      release();
      session.goOn();
    } else if (move != null && move.isDone()) {
      cross(move);
    }
  }

  private void cross(Move done) {
    move = null;
    release();
    BackendConnection there = done.made();
    if (there == null) {
      session.broken(done.failure());
    } else {
      session.go(there);
      session.goOn();
    }
  }

  private void release() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
      shared.held().remove(this);
    }
  }

  private void tooLong() {
    session.broken(
        new Refusal(
            SqlState.ADMIN_SHUTDOWN,
            "terminating connection because new transactions were held for too long; nothing of"
                + " the last one was sent to a database: try again"));
  }
}

package io.crossfade.gateway.session;

import io.crossfade.gateway.wire.Refusal;
import io.crossfade.gateway.wire.SqlState;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Makes a session ready to go to the other database, keeps it waiting while the route is held, and
/// lets it go on where the newer route says.
final class Crossing {
  /// How long a session that gets ready is listened to, until it has run something.
  private static final Duration LISTENS = Duration.ofMillis(250);

  /// How often a session is asked at most whether it still has what cannot be taken along.
  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(200);

  private final Session session;
  private final Shared shared;
  private final EventLoop loop;
  private final Map<String, String> startup;
  private final Unnamed unnamed;
  private final Recent recent;

  /// While the session waits: its end, if nothing happens.
  private @Nullable Future<?> deadline;

  /// Whether it waits although its client wants nothing yet.
  private boolean early;

  /// To the other database, from the moment in which the session may have to go there.
  private @Nullable Move move;

  /// While the session waits: the connection that it may go to.
  private @Nullable Future<BackendConnection> making;

  /// Before anybody is held, until the session is ready.
  private @Nullable Preparation preparation;

  /// Whether it was listened to for long enough, while it gets ready.
  private boolean heard;

  /// Whether it was asked a moment ago for what it has set, while it gets ready.
  private boolean asked;

  /// Whether it has done something since then.
  private boolean askAgain;

  Crossing(
      Session session,
      Shared shared,
      EventLoop loop,
      Map<String, String> startup,
      Unnamed unnamed,
      Recent recent) {
    this.recent = recent;
    this.session = session;
    this.shared = shared;
    this.loop = loop;
    this.startup = startup;
    this.unnamed = unnamed;
  }

  boolean waits() {
    return deadline != null;
  }

  /// Writes are about to move: what takes time is done while nobody is held. From any thread.
  ///
  /// @return is done when others may have their turn
  Future<Void> prepare(Preparation begun) {
    return session.asked(turn -> {
      BackendConnection here = session.here();
      if (here == null || here.side() == shared.router().next()) {
        begun.over();
        turn.setSuccess(null);
        return;
      }
      preparation = begun;
      asked = false;
      heard = false;
      recent.listen();
      way(here).opening().addListener(opened -> turn.setSuccess(null));
      var _ = loop.schedule(this::heard, LISTENS.toMillis(), TimeUnit.MILLISECONDS);
    });
  }

  /// The session sends something.
  void began() {
    if (move != null) {
      move.sent();
    }
  }

  /// The session may be between two transactions.
  void between() {
    boolean listening = recent.isEmpty() && !heard;
    if (preparation == null || listening || waits() || !session.isBetweenTransactions()) {
      return;
    }
    if (asked) {
      askAgain = true;
    } else {
      asked = true;
      bring(preparation);
    }
  }

  private void bring(Preparation getting) {
    if (move == null) {
      return;
    }
    Future<SessionState> state = move.bring();
    state.addListener(done -> {
      List<String> pins = done.isSuccess() ? state.getNow().pins() : List.of();
      if (pins.isEmpty()) {
        plan(done.isSuccess());
      } else {
        getting.pinned(pins);
        var _ = loop.schedule(this::rested, BETWEEN_QUESTIONS.toMillis(), TimeUnit.MILLISECONDS);
      }
    });
  }

  /// One that is within a transaction is listened to until its end.
  private void heard() {
    heard = true;
    between();
  }

  private void plan(boolean isThere) {
    List<Recent.Statement> statements = recent.take();
    if (isThere && move != null) {
      move.plan(statements).addListener(planned -> prepared());
    } else {
      prepared();
    }
  }

  private void rested() {
    asked = false;
    if (askAgain) {
      askAgain = false;
      between();
    }
  }

  /// As far as it can be.
  private void prepared() {
    recent.take();
    if (preparation != null) {
      preparation.over();
      preparation = null;
    }
  }

  /// Writes do not move after all, or nobody says so any more. From any thread.
  void unprepare() {
    loop.execute(() -> {
      prepared();
      if (making == null && session.isOn(shared.router().side(false, null))) {
        abandon();
      }
    });
  }

  /// Others are held now: whoever is ready is asked a last time at once, and not only when its
  /// client wants something, so that all that is left to do after the hold is to go. From any
  /// thread.
  void held() {
    loop.execute(() -> {
      boolean ready = move != null && preparation == null && session.isBetweenTransactions();
      if (ready && !waits() && shared.router().route().held()) {
        await();
        early = true;
      }
    });
  }

  /// The client of a session that waits wants something.
  void wanted() {
    if (early && deadline != null) {
      early = false;
      deadline.cancel(false);
      deadline = limit();
    }
  }

  private Future<?> limit() {
    long limit = shared.router().holdLimit().toMillis();
    return loop.schedule(this::tooLong, limit, TimeUnit.MILLISECONDS);
  }

  /// The session may not send anything here now.
  void await() {
    BackendConnection here = session.here();
    if (making == null && here != null) {
      making = way(here).make(unnamed);
      making.addListener(done -> goOn());
    }
    if (deadline == null) {
      deadline = limit();
      shared.held().add(this);
      // The route may have changed before anybody knew that this session waits.
      if (!shared.router().route().held()) {
        routeChanged();
      }
    }
  }

  /// Writes have moved: who is idle goes there too. From any thread.
  ///
  /// @return is done when he is there, or stays
  Future<Void> follow() {
    return session.asked(gone -> {
      boolean free = session.isBetweenTransactions() && deadline == null;
      boolean elsewhere = !session.isOn(shared.router().side(false, null));
      if (free && elsewhere && session.here() != null && !shared.router().route().held()) {
        await();
        session.readClient();
      }
      if (making == null) {
        gone.setSuccess(null);
      } else {
        making.addListener(made -> gone.setSuccess(null));
      }
    });
  }

  private Move way(BackendConnection here) {
    if (move == null) {
      move = new Move(shared, loop, session.login(), here, startup);
    }
    return move;
  }

  /// A newer route may let go on what waits here. From any thread.
  void routeChanged() {
    loop.execute(this::goOn);
  }

  /// The session goes on here. What was made ready is kept for as long as writes are about to move.
  void stay() {
    making = null;
    if (move != null && shared.router().next() == null) {
      abandon();
    }
  }

  private void abandon() {
    if (move != null) {
      move.abandon();
      move = null;
    }
  }

  /// The session is at its end.
  void stop() {
    release();
    prepared();
    making = null;
    abandon();
  }

  private void goOn() {
    if (deadline == null || shared.router().route().held()) {
      return;
    }
    if (session.isOn(shared.router().side(false, null))) {
      release();
      // Also whoever wants nothing yet: what was made then is none of a later switch.
      stay();
      session.goOn();
    } else if (making != null && making.isDone()) {
      cross(making);
    }
  }

  private void cross(Future<BackendConnection> done) {
    if (done.isSuccess() && !done.getNow().channel().isActive()) {
      // It has broken while it waited.
      making = null;
      await();
      return;
    }
    release();
    if (done.isSuccess()) {
      move = null;
      making = null;
      prepared();
      session.go(done.getNow());
      session.goOn();
    } else {
      fail(done.cause());
    }
  }

  /// Who wants nothing may try again when he does, unless he can never go.
  private void fail(Throwable why) {
    boolean forGood = why instanceof Refusal told && told.is(SqlState.ADMIN_SHUTDOWN);
    if (forGood || session.wants()) {
      session.broken(why);
    } else {
      making = null;
      stay();
      session.readClient();
    }
  }

  private void release() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
      early = false;
      shared.held().remove(this);
    }
  }

  private void tooLong() {
    if (!session.wants()) {
      release();
      making = null;
      stay();
      session.readClient();
      return;
    }
    session.broken(
        new Refusal(
            SqlState.ADMIN_SHUTDOWN,
            "terminating connection because new transactions were held for too long; nothing of"
                + " the last one was sent to a database: try again"));
  }
}

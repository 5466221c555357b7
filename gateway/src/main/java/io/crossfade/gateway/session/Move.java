package io.crossfade.gateway.session;

import io.crossfade.gateway.auth.Login;
import io.crossfade.gateway.wire.Messages;
import io.crossfade.gateway.wire.Refusal;
import io.crossfade.model.Side;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a connection to the other database on which a session finds everything that it has set on
/// this one. What it leaves is not changed, so whoever does not want to go after all stays.
///
/// It may be made ready before anybody is held. Then all that is left to do in the hold is to ask
/// this database once more: what was brought there already need not be brought again.
final class Move {
  private final Shared shared;
  private final Login login;
  private final BackendConnection from;
  private final Map<String, String> startup;
  private final EventLoop loop;

  private Future<BackendConnection> opening;

  /// What the session finds there; null if that is unknown.
  private @Nullable SessionState brought = SessionState.NONE;

  /// The last one that was begun, perhaps done. They follow each other.
  private Future<SessionState> bringing;

  /// Whether the session has sent nothing since it was asked last.
  private boolean known;

  Move(
      Shared shared,
      EventLoop loop,
      Login login,
      BackendConnection from,
      Map<String, String> startup) {
    this.shared = shared;
    this.loop = loop;
    this.login = login;
    this.from = from;
    this.startup = startup;
    this.opening = open();
    this.bringing = loop.newSucceededFuture(SessionState.NONE);
  }

  Future<BackendConnection> opening() {
    return opening;
  }

  private Future<BackendConnection> open() {
    // Texts that are asked for here are said there, so both speak the same encoding.
    Map<String, String> settings = new HashMap<>(startup);
    String encoding = from.parameters().get("client_encoding");
    if (encoding != null) {
      settings.put("client_encoding", encoding);
    }
    Side to = from.side().other();
    Future<BackendConnection> opened =
        shared.connector().open(loop, to, shared.backends().on(to), login.on(to), settings);
    opened.addListener(done -> {
      if (done.isSuccess()) {
        Channel there = opened.getNow().channel();
        there.pipeline().replace(there.pipeline().last(), null, new Dialog.Silence());
      }
    });
    return opened;
  }

  /// What it has waited for may have ended, or have failed, long ago.
  private void openAgain() {
    boolean usable =
        !opening.isDone() || (opening.isSuccess() && opening.getNow().channel().isActive());
    if (!usable) {
      brought = SessionState.NONE;
      known = false;
      opening = open();
    }
  }

  /// What the session has set may be something else from now on.
  void sent() {
    known = false;
  }

  /// Brings there what the session has set until now. It must be between two transactions; what its
  /// client sends meanwhile is answered after this.
  ///
  /// @return what it was; fails with a [Refusal], which says what stands in the way
  Future<SessionState> bring() {
    openAgain();
    boolean failed = bringing.isDone() && !bringing.isSuccess();
    if (known && !failed) {
      return bringing;
    }
    known = true;
    Future<BackendConnection> there = opening;
    ByteBuf question = from.channel().alloc().buffer();
    SessionState.ask(question, login.on(from.side()).user(), shared.backends().ownSettings());
    Future<List<List<String>>> asking = Dialog.ask(from, question, shared.limits().login());
    Promise<SessionState> done = loop.newPromise();
    Future<?> before = bringing;
    bringing = done;
    asking.addListener(asked ->
        there.addListener(opened ->
            before.addListener(free -> {
              if (!opened.isSuccess()) {
                done.tryFailure(opened.cause());
              } else if (!asked.isSuccess()) {
                done.tryFailure(asked.cause());
              } else {
                bring(there.getNow(), SessionState.of(asking.getNow()), done);
              }
            })));
    return done;
  }

  private void bring(BackendConnection there, SessionState state, Promise<SessionState> done) {
    if (!state.pins().isEmpty() || state.equals(brought)) {
      done.trySuccess(state);
      return;
    }
    ByteBuf question = there.channel().alloc().buffer();
    if (!SessionState.NONE.equals(brought)) {
      Messages.query(question, "DISCARD ALL");
      brought = null;
      then(there, question, done, discarded -> set(there, state, done));
    } else {
      question.release();
      set(there, state, done);
    }
  }

  private void set(BackendConnection there, SessionState state, Promise<SessionState> done) {
    brought = null;
    ByteBuf question = there.channel().alloc().buffer();
    state.set(question);
    then(
        there,
        question,
        done,
        set -> {
          ByteBuf prepared = there.channel().alloc().buffer();
          state.prepare(prepared, set);
          then(
              there,
              prepared,
              done,
              rows -> {
                brought = state;
                done.trySuccess(state);
              });
        });
  }

  /// Lets the other database plan these statements there. What it says to them interests nobody.
  Future<Void> plan(List<Recent.Statement> statements) {
    Promise<Void> planned = loop.newPromise();
    plan(statements.iterator(), planned);
    return planned;
  }

  private void plan(Iterator<Recent.Statement> left, Promise<Void> planned) {
    if (!left.hasNext() || !opening.isSuccess() || !opening.getNow().channel().isActive()) {
      planned.trySuccess(null);
      return;
    }
    Recent.Statement next = left.next();
    ByteBuf question = opening.getNow().channel().alloc().buffer();
    Messages.plan(question, next.text(), next.parameters());
    Dialog.ask(opening.getNow(), question, shared.limits().login())
        .addListener(done -> plan(left, planned));
  }

  private interface Next {
    void then(List<List<String>> rows);
  }

  private void then(BackendConnection there, ByteBuf question, Promise<?> failed, Next next) {
    Future<List<List<String>>> asking = Dialog.ask(there, question, shared.limits().login());
    asking.addListener(asked -> {
      if (asked.isSuccess()) {
        next.then(asking.getNow());
      } else {
        failed.tryFailure(asked.cause());
      }
    });
  }

  /// The whole of it, for a session that sends nothing until it is done.
  ///
  /// @return fails with a [Refusal], which says what stands in the way
  Future<BackendConnection> make(Unnamed unnamed) {
    Promise<BackendConnection> made = loop.newPromise();
    Future<SessionState> state = bring();
    Future<BackendConnection> there = opening;
    state.addListener(done -> {
      if (!done.isSuccess()) {
        made.tryFailure(done.cause());
      } else if (!state.getNow().pins().isEmpty()) {
        made.tryFailure(pinned(state.getNow()));
      } else {
        prepareUnnamed(there.getNow(), unnamed, made);
      }
    });
    return made;
  }

  private static Refusal pinned(SessionState state) {
    return Refusal.moving("it cannot be moved with: " + String.join(", ", state.pins()));
  }

  /// Where it cannot be prepared, it was not on this side either, or the client hears of it when he
  /// wants to run it.
  private void prepareUnnamed(
      BackendConnection there, Unnamed unnamed, Promise<BackendConnection> made) {
    if (!unnamed.isKnown()) {
      made.trySuccess(there);
      return;
    }
    ByteBuf question = there.channel().alloc().buffer();
    unnamed.write(question);
    Messages.sync(question);
    Dialog.ask(there, question, shared.limits().login())
        .addListener(done -> made.trySuccess(there));
  }

  /// Nobody wants to go there any more.
  void abandon() {
    opening.addListener(opened -> {
      if (opened.isSuccess()) {
        Channel there = opening.getNow().channel();
        Farewell.with(there, shared.limits().end(), Farewell.terminate(there));
      }
    });
  }
}

package io.crossfade.gateway.session;

import io.crossfade.gateway.auth.Login;
import io.crossfade.gateway.wire.Messages;
import io.crossfade.gateway.wire.Refusal;
import io.crossfade.model.Side;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a connection to the other database on which a session finds everything that it has set on
/// this one. The session must be between two transactions. What it leaves is not changed, so
/// whoever does not want to go after all stays.
final class Move {
  private final Shared shared;
  private final Login login;
  private final BackendConnection from;
  private final Side to;
  private final EventLoop loop;
  private final Promise<BackendConnection> made;

  Move(Shared shared, EventLoop loop, Login login, BackendConnection from) {
    this.shared = shared;
    this.login = login;
    this.from = from;
    this.to = from.side().other();
    this.loop = loop;
    this.made = loop.newPromise();
  }

  boolean isDone() {
    return made.isDone();
  }

  /// Null if it has failed, or is under way.
  @Nullable BackendConnection made() {
    return made.getNow();
  }

  Throwable failure() {
    return made.cause();
  }

  /// @return fails with a [Refusal], which says what stands in the way
  Future<BackendConnection> make(Map<String, String> startup, Unnamed unnamed) {
    // Texts that are asked for here are said there, so both speak the same encoding.
    Map<String, String> settings = new HashMap<>(startup);
    String encoding = from.parameters().get("client_encoding");
    if (encoding != null) {
      settings.put("client_encoding", encoding);
    }
    Future<BackendConnection> opening =
        shared.connector().open(loop, to, shared.backends().on(to), login.on(to), settings);
    ByteBuf question = from.channel().alloc().buffer();
    SessionState.ask(question, login.on(from.side()).user(), shared.backends().ownSettings());
    Future<List<List<String>>> asking = Dialog.ask(from, question, shared.limits().login());
    asking.addListener(asked ->
        opening.addListener(opened -> {
          if (!opened.isSuccess()) {
            made.tryFailure(opened.cause());
          } else if (!asked.isSuccess()) {
            fail(opening.getNow(), asked.cause());
          } else {
            set(opening.getNow(), SessionState.of(asking.getNow()), unnamed);
          }
        }));
    return made;
  }

  /// Nobody wants to go there any more.
  void abandon() {
    made.addListener(done -> {
      if (done.isSuccess()) {
        shut(made.getNow());
      }
    });
  }

  private void set(BackendConnection there, SessionState state, Unnamed unnamed) {
    if (!state.pins().isEmpty()) {
      fail(there, Refusal.moving("it cannot be moved with: " + String.join(", ", state.pins())));
      return;
    }
    there
        .channel()
        .pipeline()
        .replace(there.channel().pipeline().last(), null, new Dialog.Silence());
    ByteBuf question = there.channel().alloc().buffer();
    state.set(question);
    Future<List<List<String>>> setting = Dialog.ask(there, question, shared.limits().login());
    setting.addListener(done -> {
      if (done.isSuccess()) {
        prepare(there, state, setting.getNow(), unnamed);
      } else {
        fail(there, done.cause());
      }
    });
  }

  private void prepare(
      BackendConnection there, SessionState state, List<List<String>> set, Unnamed unnamed) {
    ByteBuf question = there.channel().alloc().buffer();
    state.prepare(question, set);
    Dialog.ask(there, question, shared.limits().login())
        .addListener(done -> {
          if (done.isSuccess()) {
            prepareUnnamed(there, unnamed);
          } else {
            fail(there, done.cause());
          }
        });
  }

  /// Where it cannot be prepared, it was not on this side either, or the client hears of it when he
  /// wants to run it.
  private void prepareUnnamed(BackendConnection there, Unnamed unnamed) {
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

  private void fail(BackendConnection there, Throwable why) {
    made.tryFailure(why);
    shut(there);
  }

  private void shut(BackendConnection there) {
    Farewell.with(there.channel(), shared.limits().end(), Session.terminate(there.channel()));
  }
}

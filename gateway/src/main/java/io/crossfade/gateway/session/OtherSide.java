package io.crossfade.gateway.session;

import io.crossfade.client.Freshness;
import io.crossfade.gateway.wire.Messages;
import io.crossfade.model.Side;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A session's connection to the database that is not written, to read there. Opened in the
/// background; until then reads stay where writes go.
final class OtherSide {
  private static final String REACHED = "crossfade reached";

  private final Likeness likeness;
  private final Future<BackendConnection> opening;

  /// Statements that were prepared there.
  private final Map<String, SessionState.Prepared> prepared = new HashMap<>();

  private OtherSide(Likeness likeness, Future<BackendConnection> opening) {
    this.likeness = likeness;
    this.opening = opening;
  }

  /// @param rest hears whether it could be opened
  static OtherSide open(
      Shared shared, EventLoop loop, Side side, Likeness likeness, SideRest rest) {
    Future<BackendConnection> opening = likeness.open(shared, loop, side);
    opening.addListener(done -> {
      if (done.isSuccess()) {
        rest.succeeded();
      } else {
        rest.failed();
      }
    });
    return new OtherSide(likeness, opening);
  }

  boolean isLike(Likeness other) {
    return likeness.equals(other);
  }

  /// Null while it is being opened, and once it has ended.
  @Nullable BackendConnection connection() {
    BackendConnection made = opening.getNow();
    return made != null && made.channel().isActive() ? made : null;
  }

  /// Whether there will be no connection any more.
  boolean isOver() {
    return opening.isDone() && connection() == null;
  }

  /// Whether everything before this position has arrived there.
  static Future<List<List<String>>> hasReached(
      BackendConnection there, Freshness freshness, String position, Duration within) {
    ByteBuf question = there.channel().alloc().buffer();
    Messages.ask(question, REACHED, reached(freshness, position));
    Messages.sync(question);
    return Dialog.ask(there, question, within);
  }

  /// The question with its parameter, which a database has written and which needs no quotes.
  static String reached(Freshness freshness, String position) {
    String query = freshness.reachedQuery();
    int at = query.lastIndexOf('?');
    return query.substring(0, at) + "'" + position + "'" + query.substring(at + 1);
  }

  /// Prepares a statement there if it is not.
  ///
  /// @return how many answers that makes
  int prepare(ByteBuf to, SessionState.Prepared one, List<String> types) {
    if (one.equals(prepared.put(one.name(), one))) {
      return 0;
    }
    Messages.prepareAnew(to, one.name(), one.statement(), types);
    return 2;
  }

  /// Nobody knows any more what is prepared there.
  void forget() {
    prepared.clear();
  }

  void close() {
    opening.addListener((Future<BackendConnection> done) -> {
      if (done.isSuccess()) {
        Channel channel = done.getNow().channel();
        Out.send(channel, Farewell.terminate(channel));
        Out.close(channel);
      }
    });
  }
}

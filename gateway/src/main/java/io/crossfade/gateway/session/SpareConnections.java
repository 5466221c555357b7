package io.crossfade.gateway.session;

import io.crossfade.client.SideRefused;
import io.crossfade.client.shadow.StatementFailed;
import io.crossfade.model.Side;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Connections of nobody's session, for threads that may wait. As many are open as threads ask, and
/// a few that are idle.
final class SpareConnections implements AutoCloseable {
  private static final int MOST_IDLE = 8;

  /// The one that was used last comes first.
  private final Deque<Spare> idle = new ArrayDeque<>();

  private volatile boolean closed;

  private record Spare(Likeness likeness, BackendConnection connection) {}

  /// @param question does not block; its answer is waited for
  <T> T ask(
      Shared shared,
      EventLoop loop,
      Likeness likeness,
      Side side,
      Function<BackendConnection, Future<T>> question)
      throws Exception {
    if (closed) {
      throw new SideRefused(side, "the gateway shuts down");
    }
    BackendConnection connection = take(likeness, side);
    if (connection == null) {
      connection = open(shared, loop, likeness, side);
    }
    boolean usable = false;
    try {
      T answer = question.apply(connection).get();
      usable = true;
      return answer;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StatementFailed told) {
        usable = true;
        throw told;
      }
      throw e;
    } finally {
      if (usable) {
        giveBack(new Spare(likeness, connection));
      } else {
        Out.close(connection.channel());
        if (!closed) {
          var _ = shared.connector().cancel(connection.channel().eventLoop(), connection);
        }
      }
    }
  }

  private static BackendConnection open(Shared shared, EventLoop loop, Likeness likeness, Side side)
      throws SideRefused, InterruptedException {
    Future<BackendConnection> opening = likeness.open(shared, loop, side);
    boolean taken = false;
    try {
      BackendConnection opened = opening.get();
      taken = true;
      return opened;
    } catch (ExecutionException e) {
      throw new SideRefused(side, "it cannot be connected to");
    } finally {
      if (!taken) {
        // Who was interrupted does not wait for it.
        opening.addListener((Future<BackendConnection> late) -> {
          if (late.isSuccess()) {
            Out.close(late.getNow().channel());
          }
        });
      }
    }
  }

  private synchronized @Nullable BackendConnection take(Likeness likeness, Side side) {
    Iterator<Spare> all = idle.iterator();
    while (all.hasNext()) {
      Spare spare = all.next();
      if (!spare.connection.channel().isActive()) {
        all.remove();
      } else if (spare.connection.side() == side && spare.likeness.equals(likeness)) {
        all.remove();
        return spare.connection;
      }
    }
    return null;
  }

  private synchronized void giveBack(Spare spare) {
    if (closed) {
      end(spare);
      return;
    }
    idle.addFirst(spare);
    if (idle.size() > MOST_IDLE) {
      end(idle.removeLast());
    }
  }

  private static void end(Spare spare) {
    Channel channel = spare.connection.channel();
    Out.send(channel, Farewell.terminate(channel));
    Out.close(channel);
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(SpareConnections::end);
    idle.clear();
  }
}

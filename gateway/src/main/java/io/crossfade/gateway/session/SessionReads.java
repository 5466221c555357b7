package io.crossfade.gateway.session;

import io.crossfade.client.Decision;
import io.crossfade.client.Freshness;
import io.crossfade.client.RoutedTransaction;
import io.crossfade.gateway.auth.Login;
import io.crossfade.gateway.reads.Batch;
import io.crossfade.gateway.wire.Messages;
import io.crossfade.gateway.wire.StartupMessage;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The reads of one session that the route gives to the other side, or has compared. Asked between
/// two transactions only, on the session's own thread.
///
/// Of a session that has sent nothing but reads since its database was asked it is known what is
/// set. After anything else nobody here guesses: the database is asked again, what is set and how
/// far its log is.
final class SessionReads {
  private static final long NANOS_BETWEEN_QUESTIONS = TimeUnit.MILLISECONDS.toNanos(100);

  /// Who asks as fast as he can is not to feel that he is compared.
  private static final long NANOS_BETWEEN_SAMPLES = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long NANOS_AFTER_FAILURE = TimeUnit.SECONDS.toNanos(1);

  private final Session session;
  private final Shared shared;
  private final Channel client;
  private final EventLoop loop;
  private final Map<String, String> startup;
  private final Unnamed unnamed;
  private final AskedStatements statements;
  private final String key;

  /// What the session's database has said; null once the session has sent something else than reads
  /// since then.
  private @Nullable OwnState own;

  private @Nullable OtherSide other;

  /// Whether the session may have written since its database was asked.
  private boolean wrote;

  /// Where its own writes end that have not arrived on the other side; empty if nobody can say.
  private @Nullable String awaited;

  private long sampledAt = System.nanoTime() - NANOS_BETWEEN_SAMPLES;
  private boolean asksInVain;
  private long askedAt = System.nanoTime() - NANOS_BETWEEN_QUESTIONS;

  /// Somebody has been asked, and the client waits.
  private boolean busy;

  /// What waits now goes where writes go.
  private boolean stays;

  /// The statement without a name was prepared on the other side only.
  private boolean unnamedElsewhere;

  private @Nullable ReadElsewhere reading;

  private boolean over;

  /// To be compared once it is answered.
  private @Nullable Runnable sample;

  SessionReads(
      Session session, Shared shared, Channel client, Unnamed unnamed, StartupMessage startup) {
    this.session = session;
    this.shared = shared;
    this.client = client;
    this.loop = client.eventLoop();
    this.startup = startup.settings();
    this.unnamed = unnamed;
    this.statements = new AskedStatements(shared.reads(), unnamed);
    this.key = shared.reads().key(startup.user(), startup.settings());
  }

  /// Whether somebody is asked, so that the session is not between two transactions.
  boolean isBusy() {
    return busy;
  }

  /// The connection that answers now.
  @Nullable BackendConnection answering(@Nullable BackendConnection here) {
    return reading == null ? here : reading.there();
  }

  /// Whether an error fits between what the client has heard and what he will hear.
  boolean atBoundary() {
    return reading == null || reading.atBoundary();
  }

  /// Whether this waits now: it is answered elsewhere, or somebody has to be asked first.
  boolean takes(ByteBuf in, BackendConnection here, Login login) {
    boolean there = !stays && isElsewhere(in, here, login);
    stays = false;
    return there || isPreparedFirst(in, here);
  }

  /// What was sent to the session's own database is answered.
  void ended() {
    if (sample != null) {
      sample.run();
      sample = null;
    }
  }

  /// The session is on the other database now.
  void moved() {
    leave();
    changed();
    unnamedElsewhere = false;
  }

  /// The session is at its end.
  void stop() {
    leave();
    if (reading != null) {
      reading.abandon();
      reading = null;
    }
    over = true;
  }

  private void changed() {
    own = null;
    wrote = true;
  }

  private void leave() {
    if (other != null) {
      other.close();
      other = null;
    }
  }

  private boolean isElsewhere(ByteBuf in, BackendConnection here, Login login) {
    Route route = shared.router().route();
    boolean shifted = shared.reads().areShifted(route, here.side(), key);
    boolean compared = shared.reads().areCompared(route, here.side(), key);
    if (!shifted) {
      leave();
    }
    if (!shifted && !compared) {
      changed();
      return false;
    }
    shared.reads().learn(shared, loop, login);
    Batch batch = Batch.read(in);
    if (batch == null) {
      changed();
      return false;
    }
    if (statements.isUnheard(batch)) {
      ask(here, login, route);
      return true;
    }
    Asked asked = statements.find(in, batch, here.parameters().get("client_encoding"));
    if (asked == null) {
      changed();
      return false;
    }
    if (!isKnown(route)) {
      long rest = asksInVain ? NANOS_AFTER_FAILURE : shifted ? 0 : NANOS_BETWEEN_QUESTIONS;
      boolean asks = System.nanoTime() - askedAt >= rest;
      if (asks) {
        ask(here, login, route);
      }
      return asks;
    }
    return shifted ? shift(asked, here, route) : isSampled(asked, here);
  }

  /// Whether the database need not be asked again.
  private boolean isKnown(Route route) {
    if ("".equals(awaited) && shared.router().freshness(route) != null) {
      // Nobody could say where its writes end. Somebody can now.
      changed();
    }
    return own != null;
  }

  /// Always false: nobody waits for it.
  private boolean isSampled(Asked asked, BackendConnection here) {
    OwnState known = own;
    long now = System.nanoTime();
    if (known != null
        && !known.pinned()
        && asked.read().comparable()
        && now - sampledAt >= NANOS_BETWEEN_SAMPLES) {
      sampledAt = now;
      byte[] question = statements.question(asked);
      Sample taken = new Sample(asked.read(), key, here.side(), known.likeness(), question);
      sample = () -> shared.reads().compare(shared, loop, taken);
    }
    return false;
  }

  private void ask(BackendConnection here, Login login, Route route) {
    busy = true;
    askedAt = System.nanoTime();
    boolean covers = wrote;
    OwnState.ask(shared, here, login, shared.router().freshness(route))
        .addListener((Future<List<List<String>>> done) -> {
          if (done.isSuccess()) {
            OwnState state = OwnState.of(done.getNow(), here, login, startup);
            own = state;
            statements.learn(state.prepared());
            awaited = covers ? state.position() : awaited;
            wrote = false;
          } else {
            stays = true;
          }
          asksInVain = !done.isSuccess();
          goOn();
        });
  }

  private boolean shift(Asked asked, BackendConnection here, Route route) {
    OwnState known = own;
    // Who does not read is not read for there: he would be given up there after a second.
    if (known == null || known.pinned() || !client.isWritable()) {
      return false;
    }
    OtherSide there = other;
    Side side = here.side();
    if (there == null || there.isOver() || !there.isLike(known.likeness())) {
      leave();
      other = shared.reads().open(shared, loop, side.other(), known.likeness());
      // Nobody waits for it.
      shared.router().decisions().count(side, Decision.BREAKER);
      return false;
    }
    BackendConnection connection = there.connection();
    if (connection == null) {
      shared.router().decisions().count(side, Decision.BREAKER);
      return false;
    }
    String position = awaited;
    if (position != null) {
      return isAwaited(position, connection, shared.router().freshness(route));
    }
    RoutedTransaction begun = shared.router().tryBegin(true, key);
    if (begun == null || begun.side() == side) {
      return false;
    }
    read(asked, there, connection);
    return true;
  }

  /// Whether the client waits until the other side has said whether his writes are there.
  private boolean isAwaited(
      String position, BackendConnection there, @Nullable Freshness freshness) {
    if (freshness == null || position.isEmpty()) {
      shared.router().decisions().count(there.side().other(), Decision.OWN_WRITE);
      return false;
    }
    busy = true;
    OtherSide.hasReached(there, freshness, position, shared.reads().within())
        .addListener((Future<List<List<String>>> done) -> {
          boolean arrived =
              done.isSuccess()
                  && !done.getNow().isEmpty()
                  && "t".equals(done.getNow().getFirst().getFirst());
          if (arrived) {
            awaited = null;
          } else {
            stays = true;
            Decision why = done.isSuccess() ? Decision.OWN_WRITE : Decision.FALLBACK;
            shared.router().decisions().count(there.side().other(), why);
          }
          if (!done.isSuccess()) {
            leave();
          }
          goOn();
        });
    return true;
  }

  private void read(Asked asked, OtherSide there, BackendConnection connection) {
    busy = true;
    ByteBuf out = connection.channel().alloc().buffer();
    int ours = statements.prepare(out, asked, there);
    out.writeBytes(asked.in(), asked.in().readerIndex(), asked.in().readableBytes());
    Objects.requireNonNull(session.relay()).to(connection.channel());
    reading = new ReadElsewhere(shared, client, connection, ours, end -> ended(end, asked, there));
    reading.begin(out);
  }

  private void ended(ReadElsewhere.End end, Asked asked, OtherSide there) {
    BackendConnection connection = Objects.requireNonNull(reading).there();
    reading = null;
    switch (end) {
      case ANSWERED -> answered(asked);
      case REFUSED -> {
        there.forget();
        fallBack(connection);
      }
      case BROKEN -> {
        leave();
        fallBack(connection);
      }
      case CUT ->
          // The client has heard a part of an answer, so that no error fits.
          session.broken(new ClosedChannelException());
    }
  }

  private void answered(Asked asked) {
    if (asked.batch().kind() == Batch.Kind.PARSED) {
      unnamed.keep(Unpooled.wrappedBuffer(asked.batch().parse().of(asked.in())));
      unnamedElsewhere = true;
    }
    goOn(true);
  }

  private void fallBack(BackendConnection there) {
    shared.router().decisions().count(there.side().other(), Decision.FALLBACK);
    stays = true;
    goOn();
  }

  /// The statement without a name that the client has prepared last is not on this side: it has to
  /// be, unless he is about to prepare another one.
  private boolean isPreparedFirst(ByteBuf in, BackendConnection here) {
    if (!unnamedElsewhere) {
      return false;
    }
    unnamedElsewhere = false;
    Batch batch = Batch.read(in);
    if (batch != null && batch.kind() != Batch.Kind.PREPARED) {
      return false;
    }
    busy = true;
    stays = true;
    ByteBuf question = here.channel().alloc().buffer();
    unnamed.write(question);
    Messages.sync(question);
    Dialog.ask(here, question, shared.limits().login()).addListener(done -> goOn());
    return true;
  }

  private void goOn() {
    goOn(false);
  }

  private void goOn(boolean answered) {
    BackendConnection here = session.here();
    ClientRelay relay = session.relay();
    if (over || here == null || relay == null) {
      return;
    }
    busy = false;
    if (answered) {
      relay.answered();
    }
    relay.to(here.channel());
    // What has changed meanwhile was said to the other one.
    here.channel().config().setAutoRead(client.isWritable());
    session.crossing().between();
    session.goOn();
  }
}

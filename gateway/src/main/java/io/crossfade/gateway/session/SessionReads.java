package io.crossfade.gateway.session;

import io.crossfade.client.Decision;
import io.crossfade.client.Freshness;
import io.crossfade.client.RoutedTransaction;
import io.crossfade.gateway.auth.Login;
import io.crossfade.gateway.reads.Batch;
import io.crossfade.gateway.reads.Read;
import io.crossfade.gateway.wire.Messages;
import io.crossfade.gateway.wire.StartupMessage;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
  private static final int MOST_NAMES = 1_000;

  private final Session session;
  private final Shared shared;
  private final EventLoop loop;
  private final Map<String, String> startup;
  private final Unnamed unnamed;
  private final String key;

  /// What the session's database has said; null once the session has sent something else than
  /// reads since then.
  private @Nullable OwnState own;

  private @Nullable OtherSide other;

  /// Whether the session may have written since its database was asked.
  private boolean wrote;

  /// Where its own writes end that have not arrived on the other side; empty if nobody can say.
  private @Nullable String awaited;

  /// Names of prepared statements that were asked for.
  private final Set<String> askedNames = new HashSet<>();

  /// Of all that was prepared when the database was asked last.
  private Map<String, SessionState.Prepared> prepared = Map.of();

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
      Session session, Shared shared, EventLoop loop, Unnamed unnamed, StartupMessage startup) {
    this.session = session;
    this.shared = shared;
    this.loop = loop;
    this.startup = startup.settings();
    this.unnamed = unnamed;
    this.key = shared.reads().key(startup.user(), startup.settings());
  }

  /// Whether somebody is asked, so that the session is not between two transactions.
  boolean isBusy() {
    return busy;
  }

  /// The connection that answers now, if it is not the session's own.
  @Nullable BackendConnection answering() {
    return reading == null ? null : reading.there();
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
    if (isUnheard(batch)) {
      ask(here, login, route);
      return true;
    }
    Statement statement = statement(batch, here);
    if (statement == null) {
      changed();
      return false;
    }
    OwnState known = own;
    if (known == null) {
      if (!shifted && System.nanoTime() - askedAt < NANOS_BETWEEN_QUESTIONS) {
        return false;
      }
      ask(here, login, route);
      return true;
    }
    if (known.pinned()) {
      return false;
    }
    if (shifted) {
      return shift(new Asked(in, batch, statement), here, known, route);
    }
    if (statement.read.comparable()) {
      byte[] question = question(new Asked(in, batch, statement));
      Sample taken = new Sample(statement.read, key, here.side(), known.likeness(), question);
      sample = () -> shared.reads().compare(shared, loop, taken);
    }
    return false;
  }

  /// What both databases are asked later: the same, without a name and with its rows as text.
  private byte[] question(Asked asked) {
    if (asked.batch.kind() == Batch.Kind.QUERY) {
      return ByteBufUtil.getBytes(asked.in);
    }
    ByteBuf out = Unpooled.buffer();
    if (asked.batch.kind() == Batch.Kind.PARSED) {
      byte[] parse = asked.batch.parse().of(asked.in);
      out.writeByte('P').writeInt(4 + parse.length).writeBytes(parse);
    } else if (asked.statement.prepared != null) {
      Messages.parse(out, "", asked.statement.prepared.statement(), asked.statement.types);
    } else {
      unnamed.write(out);
    }
    Messages.runForText(out, asked.batch.parameters().of(asked.in));
    return ByteBufUtil.getBytes(out);
  }

  /// A prepared statement that nobody here has heard of: the database knows it.
  private boolean isUnheard(Batch batch) {
    return batch.kind() == Batch.Kind.PREPARED
        && !batch.statement().isEmpty()
        && !prepared.containsKey(batch.statement())
        && askedNames.size() < MOST_NAMES
        && askedNames.add(batch.statement());
  }

  /// @param types of its parameters, by number, if it has a name
  /// @param prepared null if it has none
  private record Statement(Read read, SessionState.@Nullable Prepared prepared, List<String> types) {}

  private record Asked(ByteBuf in, Batch batch, Statement statement) {}

  /// Null if it is not known to be one that only reads.
  private @Nullable Statement statement(Batch batch, BackendConnection here) {
    SessionState.Prepared named = null;
    List<String> types = List.of();
    String text = batch.text();
    if (batch.kind() == Batch.Kind.PREPARED && batch.statement().isEmpty()) {
      text = unnamed.isKnown() ? Batch.unnamed(unnamed.body()) : null;
    } else if (batch.kind() == Batch.Kind.PREPARED) {
      named = prepared.get(batch.statement());
      types = named == null ? null : shared.reads().types(named.types());
      text = named == null ? null : named.statement();
    }
    if (text == null || types == null) {
      return null;
    }
    String decoded = Batch.decoded(text, here.parameters().get("client_encoding"));
    Read read = decoded == null ? null : shared.reads().find(decoded);
    return read == null ? null : new Statement(read, named, types);
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
            prepared = state.prepared();
            awaited = covers ? state.position() : awaited;
            wrote = false;
          } else {
            stays = true;
          }
          goOn();
        });
  }

  private boolean shift(Asked asked, BackendConnection here, OwnState known, Route route) {
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
    int ours = prepare(out, asked, there);
    out.writeBytes(asked.in, asked.in.readerIndex(), asked.in.readableBytes());
    session.listenTo(connection);
    reading =
        new ReadElsewhere(
            shared, session.client(), connection, ours, end -> ended(end, asked, there));
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
      case CUT -> session.cut();
    }
  }

  private int prepare(ByteBuf out, Asked asked, OtherSide there) {
    if (asked.batch.kind() != Batch.Kind.PREPARED) {
      return 0;
    }
    if (asked.statement.prepared != null) {
      return there.prepare(out, asked.statement.prepared, asked.statement.types);
    }
    unnamed.write(out);
    return 1;
  }

  private void answered(Asked asked) {
    if (asked.batch.kind() == Batch.Kind.PARSED) {
      unnamed.keep(Unpooled.wrappedBuffer(asked.batch.parse().of(asked.in)));
      unnamedElsewhere = true;
    }
    session.answered();
    goOn();
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
    if (!over) {
      busy = false;
      session.listenTo(null);
      session.goOn();
    }
  }
}

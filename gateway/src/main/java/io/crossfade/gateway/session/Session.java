package io.crossfade.gateway.session;

import io.crossfade.client.RoutedTransaction;
import io.crossfade.gateway.auth.Login;
import io.crossfade.gateway.wire.Outstanding;
import io.crossfade.gateway.wire.Refusal;
import io.crossfade.gateway.wire.SqlState;
import io.crossfade.gateway.wire.StartupMessage;
import io.crossfade.gateway.wire.Texts;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One client's session. All of it happens on the event loop of the client's channel, on which the
/// database's channel is too.
final class Session {
  private static final byte IDLE = 'I';

  private final Shared shared;
  private final Channel client;
  private final StartupMessage startup;
  private final Outstanding outstanding = new Outstanding();
  private final Unnamed unnamed = new Unnamed();
  private final Recent recent = new Recent();
  private final Crossing crossing;
  private final SessionReads reads;
  private final long cancelKey;

  private @Nullable ClientRelay fromClient;
  private @Nullable BackendRelay fromBackend;
  private @Nullable BackendConnection backend;

  /// From the first byte that goes to an idle database until it is idle again.
  private @Nullable RoutedTransaction transaction;

  private @Nullable Login login;

  /// When its last transaction began, or ended, or itself began. Others look at it too.
  private volatile long since = System.nanoTime();

  private boolean failed;
  private byte status = IDLE;

  /// Done when neither end is there any more.
  private final Promise<Void> over;

  Session(Shared shared, Channel client, StartupMessage startup) {
    this.shared = shared;
    this.client = client;
    this.startup = startup;
    this.crossing =
        new Crossing(this, shared, client.eventLoop(), startup.settings(), unnamed, recent);
    this.reads = new SessionReads(this, shared, client, unnamed, startup);
    this.over = client.eventLoop().newPromise();
    this.cancelKey = shared.cancelKeys().give(this);
    client.closeFuture().addListener(closed -> clientGone());
  }

  /// The client is who he says he is.
  void open(Login proved) {
    login = proved;
    client.config().setAutoRead(false);
    Side side = shared.router().side(false, null);
    Future<BackendConnection> opening =
        shared
            .connector()
            .open(
                client.eventLoop(),
                side,
                shared.backends().on(side),
                proved.on(side),
                startup.settings());
    opening.addListener(done -> {
      if (done.isSuccess()) {
        opened(opening.getNow());
      } else {
        Farewell.to(client, shared.limits().end(), Farewell.refusal(done.cause()));
      }
    });
  }

  private void opened(BackendConnection connection) {
    if (!client.isActive()) {
      Farewell.with(
          connection.channel(), shared.limits().end(), Farewell.terminate(connection.channel()));
      return;
    }
    backend = connection;
    Greeting.first(client, connection, cancelKey);
    relay(connection);
  }

  private void relay(BackendConnection connection) {
    Channel database = connection.channel();
    database.closeFuture().addListener(closed -> backendGone(connection));
    fromBackend = new BackendRelay(this, client, outstanding);
    database.pipeline().replace(database.pipeline().last(), null, fromBackend);
    if (fromClient == null) {
      fromClient = new ClientRelay(this, database, outstanding, unnamed, recent);
      client.pipeline().replace(client.pipeline().last(), null, fromClient);
    } else {
      fromClient.to(database);
    }
    database.config().setAutoRead(client.isWritable());
    readClient();
  }

  /// Something is about to be sent to the database.
  ///
  /// @param in what it begins with
  /// @return false if it has to wait
  boolean begin(ByteBuf in) {
    if (transaction != null) {
      return true;
    }
    if (crossing.waits()) {
      crossing.wanted();
      return false;
    }
    if (backend == null || login == null) {
      return false;
    }
    if (reads.isBusy() || reads.takes(in, backend, login)) {
      return false;
    }
    RoutedTransaction begun = shared.router().tryBegin(false, null);
    if (begun == null || begun.side() != backend.side()) {
      if (begun != null) {
        begun.close();
      }
      crossing.await();
      readClient();
      return false;
    }
    crossing.stay();
    crossing.began();
    if (begun.route().writes().mirrored()) {
      begun.close();
      throw new Refusal(
          SqlState.FEATURE_NOT_SUPPORTED, "both databases are written; the gateway writes one");
    }
    transaction = begun;
    since = System.nanoTime();
    failed = false;
    return true;
  }

  /// The other database takes the place of this one.
  void go(BackendConnection there) {
    BackendConnection here = backend;
    backend = there;
    reads.moved();
    Greeting.again(client, here, there);
    relay(there);
    if (here != null) {
      Farewell.later(here.channel(), shared.limits().end());
    }
  }

  /// What waits may go on.
  void goOn() {
    if (fromClient != null) {
      try {
        fromClient.release();
      } catch (RuntimeException e) {
        broken(e);
      }
      readClient();
    }
  }

  /// Null before the session has a database.
  @Nullable ClientRelay relay() {
    return fromClient;
  }

  /// Ends the session if its transaction is still open under this hold. From any thread.
  void endBusy(Route hold) {
    Refusal why =
        new Refusal(
            SqlState.ADMIN_SHUTDOWN,
            "terminating connection because a switch waits for its transaction, which is still"
                + " open: connect and run it again");
    client
        .eventLoop()
        .execute(() -> {
          boolean held = shared.router().route().equals(hold);
          if (held && transaction != null && backend != null) {
            var _ = shared.connector().cancel(client.eventLoop(), backend);
            farewell(why);
          }
        });
  }

  /// How long ago it did something, in nanoseconds. From any thread.
  long idleFor() {
    return System.nanoTime() - since;
  }

  /// Who this is, for people.
  @Override
  public String toString() {
    String application = startup.settings().getOrDefault("application_name", "");
    return "the session of user \"" + startup.user() + "\", application \"" + application + "\"";
  }

  /// Whether something waits to be sent.
  boolean wants() {
    return fromClient != null && fromClient.wants();
  }

  /// Does it on the session's own thread.
  Future<Void> asked(Consumer<Promise<Void>> work) {
    Promise<Void> done = client.eventLoop().newPromise();
    client.eventLoop().execute(() -> work.accept(done));
    return done;
  }

  Crossing crossing() {
    return crossing;
  }

  /// Null if it has none, or not yet.
  @Nullable BackendConnection here() {
    return login == null ? null : backend;
  }

  /// With what it logs in on either side.
  Login login() {
    return Objects.requireNonNull(login);
  }

  boolean isBetweenTransactions() {
    return transaction == null && !reads.isBusy();
  }

  boolean isOn(Side side) {
    return backend != null && backend.side() == side;
  }

  /// Reads the client on, if what he sends can go somewhere.
  void readClient() {
    boolean open = backend != null && backend.channel().isWritable();
    client.config().setAutoRead(open && !crossing.waits() && !reads.isBusy());
  }

  /// What was sent asks for no answer.
  void sent() {
    if (status == IDLE && outstanding.isEmpty()) {
      endTransaction();
    }
  }

  /// The database is ready for the next command.
  void ready(byte how) {
    outstanding.answered();
    status = how;
    if (how == IDLE && outstanding.isEmpty() && fromClient != null && fromClient.atBoundary()) {
      endTransaction();
    }
  }

  void parameter(ByteBuf body) {
    if (backend != null) {
      backend.parameters().put(Texts.read(body), Texts.read(body));
    }
  }

  void failed() {
    failed = true;
  }

  /// Something in the way of one of the two is broken; nobody knows where frames begin any more.
  void broken(Throwable cause) {
    farewell(Farewell.refusal(cause));
  }

  /// Ends the session, whatever it does. From any thread.
  ///
  /// @return is done when neither end is there any more
  Future<Void> close(Refusal why) {
    client.eventLoop().execute(() -> farewell(why));
    return over;
  }

  /// Ends the session if nothing has happened on it for so long, or more. Who waits for a newer
  /// route has begun something. From any thread.
  void leave(Refusal why, Duration quiet) {
    var _ =
        asked(done -> {
          boolean idle = backend != null && isBetweenTransactions() && !crossing.waits();
          if (idle && idleFor() >= quiet.toNanos()) {
            farewell(why);
          }
        });
  }

  /// Asks the database to cancel what this session does. From any thread.
  Future<Void> cancel() {
    return asked(seen -> {
      BackendConnection answering = reads.answering(backend);
      if (answering == null) {
        seen.setSuccess(null);
      } else {
        shared
            .connector()
            .cancel(client.eventLoop(), answering)
            .addListener(done -> seen.setSuccess(null));
      }
    });
  }

  private void clientGone() {
    crossing.stop();
    reads.stop();
    shared.cancelKeys().takeBack(cancelKey);
    if (backend == null) {
      leave();
    } else {
      Channel database = backend.channel();
      boolean within = fromClient != null && !fromClient.atBoundary();
      Farewell.with(
          database,
          shared.limits().end(),
          within ? Unpooled.EMPTY_BUFFER : Farewell.terminate(database));
    }
  }

  /// Only now is the transaction over, whatever the client has said.
  private void backendGone(BackendConnection which) {
    if (backend == null || !backend.channel().equals(which.channel())) {
      return;
    }
    backend = null;
    crossing.stop();
    reads.stop();
    endTransaction();
    leave();
    if (client.isActive()) {
      boolean told =
          (fromBackend != null && fromBackend.endedWithError())
              || (fromClient != null && fromClient.isTerminated());
      farewell(
          told
              ? null
              : new Refusal(SqlState.CONNECTION_FAILURE, "the database has closed the connection"));
    }
  }

  /// An error fits only between two frames.
  private void farewell(@Nullable Refusal why) {
    boolean fits = (fromBackend == null || fromBackend.atBoundary()) && reads.atBoundary();
    Farewell.to(client, shared.limits().end(), fits ? why : null);
    // Without a client nobody writes to the database any more.
    if (backend != null) {
      Farewell.with(backend.channel(), shared.limits().end(), Unpooled.EMPTY_BUFFER);
    }
  }

  private void endTransaction() {
    if (transaction != null) {
      transaction.close();
      transaction = null;
      long now = System.nanoTime();
      shared.router().count(now - since, failed);
      since = now;
      crossing.between();
      reads.ended();
    }
  }

  private void leave() {
    if (over.trySuccess(null)) {
      shared.sessions().leave();
    }
  }
}

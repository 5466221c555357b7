package io.crossfade.server;

import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.routes.RouterReport;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.FindingsText;
import io.crossfade.model.Route;
import io.crossfade.model.RouterFindings;
import io.crossfade.model.Side;
import io.crossfade.server.access.Bounded;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where routers learn the route and say how far they are.
///
/// - `GET /routes/{migration}?after=EPOCH&wait=MILLIS` waits for a newer route and answers with the
///   current one. With `router=NAME` and a state it is that router's report as well. Who accepts
///   `text/event-stream` is told of every change from then on, see [RouteStream].
/// - `PUT /routes/{migration}/routers/{router}` takes a state at once, however long a poll of the
///   same router still waits.
///
/// - `PUT /routes/{migration}/routers/{router}/findings?epoch=N` takes what it knows of its ledger
///   and of mismatches, as [FindingsText] writes it.
///
/// A state is `epoch=N&inFlight=N&drained=BOOLEAN&leaving=BOOLEAN&sequence=N`, and of routers that
/// count their transactions also `ended=N&failed=N&busyNanos=N`, and of those that get ready before
/// writes move `ready=NONE|SOURCE|TARGET`.
public final class RouteRoutes implements Routes {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /// Each has a connection and a thread. Whoever is one too many waiting.
  private static final int MOST_STREAMS = 500;

  private final Function<String, Optional<RouteBoard>> boards;
  private final Bounded streams;
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /// @param boards the board of a migration, by name
  public RouteRoutes(Function<String, Optional<RouteBoard>> boards) {
    this(boards, MOST_STREAMS);
  }

  RouteRoutes(Function<String, Optional<RouteBoard>> boards, int mostStreams) {
    this.boards = boards;
    this.streams = new Bounded(mostStreams, Duration.ZERO);
  }

  @Override
  public void addTo(RoutesConfig paths) {
    paths.get("/routes/{migration}", this::route, Needs.ROUTE);
    paths.put("/routes/{migration}/routers/{router}", this::report, Needs.ROUTE);
    paths.put("/routes/{migration}/routers/{router}/findings", this::told, Needs.ROUTE);
  }

  @Override
  public void close() {
    closed = true;
    waiting.forEach(Thread::interrupt);
  }

  private void route(Context request) {
    String accepted = request.header("Accept");
    if (accepted != null && accepted.contains("text/event-stream")) {
      stream(request, board(request));
    } else {
      poll(request, board(request));
    }
  }

  /// What a router says at the beginning renews its lease, and nothing that it is sent does: a
  /// process that was stopped still has its connection.
  private void stream(Context request, RouteBoard board) {
    String router = request.queryParam("router");
    RouteStream stream = new RouteStream(board, Gatekeeper.stillIn(request), () -> closed);
    if (router != null) {
      board.report(state(request, router));
    }
    streams.enter();
    boolean begins = false;
    try {
      new SseHandler(client -> serve(stream, client)).handle(request);
      begins = true;
    } finally {
      if (!begins) {
        streams.leave(); // the connection has broken before it began
      }
    }
  }

  private void serve(RouteStream stream, SseClient client) {
    waiting.add(Thread.currentThread());
    try {
      stream.serve(client);
    } finally {
      waiting.remove(Thread.currentThread());
      streams.leave();
    }
  }

  private void poll(Context request, RouteBoard board) {
    long after = number(request, "after", 0);
    long wait = Math.min(number(request, "wait", 0), LONGEST_WAIT.toMillis());
    String router = request.queryParam("router");
    if (router != null) {
      board.report(state(request, router));
    }
    Route route = await(board, after, Duration.ofMillis(wait));
    if (router != null) {
      board.renew(router);
    }
    request.contentType("text/plain;charset=utf-8").result(RouteText.of(route, board));
  }

  private void report(Context request) {
    board(request).report(state(request, request.pathParam("router")));
    request.status(HttpStatus.NO_CONTENT);
  }

  private void told(Context request) {
    RouterFindings findings;
    try {
      findings = FindingsText.parse(request.body());
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse("these are no findings: " + e.getMessage());
    }
    board(request).tell(request.pathParam("router"), number(request, "epoch", 0), findings);
    request.status(HttpStatus.NO_CONTENT);
  }

  private Route await(RouteBoard board, long after, Duration wait) {
    waiting.add(Thread.currentThread());
    try {
      return closed ? board.current() : board.await(after, wait);
    } catch (InterruptedException e) {
      // The server stops; the present route is as good an answer as any.
      return board.current();
    } finally {
      waiting.remove(Thread.currentThread());
    }
  }

  private RouteBoard board(Context request) {
    String migration = request.pathParam("migration");
    return boards
        .apply(migration)
        .orElseThrow(() ->
            new CrossfadeException(
                ErrorCode.MIGRATION_UNKNOWN,
                "This process carries no migration named \"%s\".".formatted(migration)));
  }

  private static RouterReport state(Context request, String router) {
    return new RouterReport(
        router,
        number(request, "epoch", 0),
        number(request, "inFlight", 0),
        Boolean.parseBoolean(request.queryParam("drained")),
        Boolean.parseBoolean(request.queryParam("leaving")),
        number(request, "sequence", 0),
        traffic(request),
        ready(request));
  }

  /// Older routers do not say it.
  private static RouterReport.@Nullable Ready ready(Context request) {
    return switch (request.queryParam("ready")) {
      case "NONE" -> new RouterReport.Ready(null);
      case "SOURCE" -> new RouterReport.Ready(Side.SOURCE);
      case "TARGET" -> new RouterReport.Ready(Side.TARGET);
      case null, default -> null;
    };
  }

  /// Older routers do not count.
  private static RouterReport.@Nullable Traffic traffic(Context request) {
    return request.queryParam("ended") == null
        ? null
        : new RouterReport.Traffic(
            number(request, "ended", 0),
            number(request, "failed", 0),
            number(request, "busyNanos", 0));
  }

  private static long number(Context request, String name, long missing) {
    String given = request.queryParam(name);
    try {
      return given == null ? missing : Long.parseLong(given);
    } catch (NumberFormatException e) {
      throw new BadRequestResponse(name + "=" + given + " is no number");
    }
  }
}

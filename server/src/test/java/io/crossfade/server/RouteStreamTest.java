package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.client.ControlPlane;
import io.crossfade.client.HttpRouteSource;
import io.crossfade.client.RouteAnswer;
import io.crossfade.client.Router;
import io.crossfade.connector.Freshness;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.routes.RouterReport;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Readers;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.servers.Network;
import io.crossfade.transfer.Timing;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.sse.SseHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A router that is told of routes, and what it does where it is not told.
@Timeout(60)
class RouteStreamTest {
  private static final Duration LEASE = Duration.ofMillis(1_500);

  /// A report a second, and what it takes.
  private static final Duration ROUND = Duration.ofSeconds(2);

  private static final Duration NOTICED = RouteBoard.DEFAULT_LEASE;
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Route FIRST = Route.initial("shop");

  private final Access access = Access.random();
  private final RouteBoard board = new RouteBoard(FIRST, _ -> {}, LEASE, Timing.REAL);
  private final AtomicInteger polls = new AtomicInteger();
  private final AtomicInteger streams = new AtomicInteger();
  private final AtomicInteger reportsSincePoll = new AtomicInteger();
  private ControlServer server = serve(new RouteRoutes(this::find));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whoIsToldAsksNoMoreAndStaysAlive() throws Exception {
    try (Router router = new Router(open(this::plane))) {
      awaitTold();
      int asked = polls.get();
      for (int share = 1; share <= 20; share++) {
        board.publish(board.current().reading(Side.TARGET, share));
        long epoch = board.current().epoch();
        await("confirmed", () -> board.routers().getFirst().epoch() == epoch);
      }
      assertThat(router.route().percent()).isEqualTo(20);
      // For as long as two leases: a report a second is all that renews it.
      long until = System.nanoTime() + LEASE.multipliedBy(2).toNanos();
      await(
          "alive all the time",
          () -> {
            assertThat(board.routers()).hasSize(1);
            assertThat(router.leaseAge())
                .hasValueSatisfying(age -> assertThat(age).isLessThan(ROUND));
            return System.nanoTime() > until;
          });
      assertThat(polls.get()).as("polls").isEqualTo(asked);
    }
    await("left", () -> board.routers().isEmpty());
  }

  /// A process that was stopped keeps its connection, and does not hear what it is sent.
  @Test
  void whoOnlyListensLosesItsLease() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> stream = listen(http, "?router=stopped&epoch=1&sequence=1");
      try (InputStream events = stream.body()) {
        assertThat(board.routers()).hasSize(1);
        int first = events.read();
        assertThat(first).isPositive();
        await("forgotten", () -> board.routers().isEmpty());
        assertThat(events.read()).as("the stream still runs").isPositive();
      }
    }
  }

  @Test
  void whatChangesUnderOneEpochIsToldToo() {
    String reached = "SELECT position >= ? -- ü = \\ :\n FROM crossfade.stream";
    try (HttpRouteSource source = open(this::plane)) {
      board.publish(FIRST.reading(Side.TARGET, 25));
      await("told, for nobody asks", () -> source.current().epoch() == 2);
      board.freshness(Direction.FORWARD, new Freshness("SELECT 'a=b'", reached));
      Readers readers = new Readers(Set.of("a=ü"), Set.of("b\nc"), Map.of("d", Side.TARGET));
      board.readers(readers);
      RouteAnswer expected =
          new RouteAnswer(
              board.current(), new io.crossfade.client.Freshness("SELECT 'a=b'", reached), readers);
      await("told", () -> source.current().equals(expected));
    }
  }

  @Test
  void anOlderServerIsAsked() {
    anew(new Older(false));
    assertThatRoutesAreFollowed();
    assertThat(polls.get()).isGreaterThan(1);
  }

  /// Of a release that knows fewer words: it goes on as before and confirms nothing, and as it
  /// stays alive, nobody goes on without it. Nor does it begin anew.
  @Test
  void aRouteThatIsNotUnderstoodIsNeitherFollowedNorConfirmed() throws Exception {
    anew(new Older(false, text -> text.replace("writes=BOTH", "writes=LATER")));
    try (Router router = new Router(open(this::plane))) {
      board.publish(FIRST.mirroredFrom(Side.SOURCE));
      assertThat(board.awaitDrained(board.current().epoch(), LEASE.plusMillis(700))).isFalse();
      assertThat(board.routers()).singleElement().matches(report -> report.epoch() == 1);
      assertThat(router.route()).isEqualTo(FIRST);
      assertThatThrownBy(() -> HttpRouteSource.open(this::plane, "anew", Duration.ofMillis(100)))
          .isInstanceOfSatisfying(
              CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_RUNNING));
    }
  }

  /// A proxy that keeps an answer until it is complete.
  @Test
  void aStreamThatSaysNothingIsGivenUpForPolls() {
    anew(new Older(true));
    assertThatRoutesAreFollowed();
    assertThat(streams.get()).isPositive();
    assertThat(polls.get()).isGreaterThan(1);
  }

  @Test
  void whoIsOneTooManyAsks() throws Exception {
    anew(new RouteRoutes(this::find, 1));
    try (HttpClient http = HttpClient.newHttpClient()) {
      try (InputStream _ = listen(http, "").body()) {
        assertThat(listen(http, "").statusCode()).isEqualTo(503);
        assertThatRoutesAreFollowed();
      }
      await("its place is free", () -> isLetIn(http));
    }
  }

  @Test
  void whoHasGoneBeforeHeIsToldAnythingTakesNoPlace() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    HastyClient client = new HastyClient();
    RouteRoutes one =
        new RouteRoutes(
            migration -> {
              client.hangUp();
              return find(migration);
            },
            1);
    anew(paths -> {
      one.addTo(paths);
      paths.after(_ -> over.countDown());
    });
    client.ask(server.endpoint().port(), access.routers().reveal());
    assertThat(over.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    try (HttpClient http = HttpClient.newHttpClient()) {
      await("its place is free", () -> isLetIn(http));
    }
  }

  @Test
  void aConnectionThatHasDiedIsNoticedWithinALease() throws Exception {
    try (Network network = Network.to(server.endpoint().port());
        Router router = new Router(open(() -> plane(network.port())))) {
      awaitTold();
      network.lose();
      long lost = System.nanoTime();
      board.publish(FIRST.reading(Side.TARGET, 25));
      await("the time of a lease", () -> System.nanoTime() - lost > NOTICED.toNanos());
      network.heal();
      // What was lost on the old stream never comes, so that only who has given it up hears of it.
      await("followed", () -> router.route().percent() == 25);
      awaitTold();
    }
  }

  @Test
  void whoFollowsDoesNotKeepTheServerFromEnding() {
    try (Router _ = new Router(open(this::plane))) {
      awaitTold();
      long start = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }
  }

  /// Somebody else carries it on, so that who is told has to look elsewhere.
  @Test
  void aStreamEndsWithItsBoard() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient();
        InputStream events = listen(http, "").body()) {
      String first = Character.toString(events.read());
      board.close();
      assertThat(first + new String(events.readAllBytes(), StandardCharsets.UTF_8))
          .contains("event: route", "data: epoch=1");
    }
  }

  private void assertThatRoutesAreFollowed() {
    try (Router router = new Router(open(this::plane))) {
      board.publish(board.current().reading(Side.TARGET, 25));
      await("followed", () -> router.route().percent() == 25);
      await("confirmed", () -> board.routers().getFirst().epoch() == board.current().epoch());
    }
  }

  /// Knows of no streams; or begins them and lets nothing through.
  private final class Older implements Routes {
    private final boolean streaming;
    private final UnaryOperator<String> spelling;
    private final CountDownLatch end = new CountDownLatch(1);

    Older(boolean streaming) {
      this(streaming, text -> text);
    }

    Older(boolean streaming, UnaryOperator<String> spelling) {
      this.streaming = streaming;
      this.spelling = spelling;
    }

    @Override
    public void addTo(RoutesConfig paths) {
      paths.get("/routes/{migration}", this::answer, Needs.ROUTE);
      paths.put(
          "/routes/{migration}/routers/{router}",
          request -> hear(request, request.pathParam("router")),
          Needs.ROUTE);
    }

    private void answer(Context request) throws Exception {
      if (streaming && String.valueOf(request.header("Accept")).contains("event-stream")) {
        new SseHandler(_ -> awaitEnd()).handle(request);
        return;
      }
      hear(request, String.valueOf(request.queryParam("router")));
      Route route =
          board.await(number(request, "after"), Duration.ofMillis(number(request, "wait")));
      request.contentType("text/plain").result(spelling.apply(RouteText.of(route, board)));
    }

    private void hear(Context request, String router) {
      board.report(
          new RouterReport(
              router,
              number(request, "epoch"),
              number(request, "inFlight"),
              true,
              Boolean.parseBoolean(request.queryParam("leaving")),
              number(request, "sequence"),
              null,
              null));
    }

    private static long number(Context request, String name) {
      String given = request.queryParam(name);
      return given == null ? 0 : Long.parseLong(given);
    }

    private void awaitEnd() {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      end.countDown();
    }
  }

  /// Counts what is asked for, and lets it pass.
  private final class Counted implements Routes {
    @Override
    public void addTo(RoutesConfig paths) {
      paths.before(request -> {
        boolean stream = String.valueOf(request.header("Accept")).contains("event-stream");
        if (request.method().name().equals("PUT")) {
          reportsSincePoll.incrementAndGet();
        } else if (stream) {
          streams.incrementAndGet();
        } else {
          polls.incrementAndGet();
        }
      });
      paths.after(request -> {
        if (request.queryParam("wait") != null) {
          reportsSincePoll.set(0);
        }
      });
    }
  }

  private void anew(Routes routes) {
    server.close();
    server = serve(routes);
  }

  private ControlServer serve(Routes routes) {
    return ControlServer.start(access, List.of(routes, new Counted()));
  }

  private Optional<RouteBoard> find(String migration) {
    return migration.equals("shop") ? Optional.of(board) : Optional.empty();
  }

  private HttpResponse<InputStream> listen(HttpClient http, String query) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(server.address() + "/routes/shop" + query))
              .header("Authorization", "Bearer " + access.routers().reveal())
              .header("Accept", "text/event-stream")
              .build(),
          BodyHandlers.ofInputStream());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isLetIn(HttpClient http) {
    HttpResponse<InputStream> answer = listen(http, "");
    try (InputStream _ = answer.body()) {
      return answer.statusCode() == 200;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ControlPlane plane() {
    return plane(server.endpoint().port());
  }

  private ControlPlane plane(int port) {
    return new ControlPlane(
        URI.create("http://127.0.0.1:" + port + "/routes/shop"), access.routers());
  }

  private static HttpRouteSource open(Supplier<ControlPlane> planes) {
    return HttpRouteSource.open(planes, "app", SOON);
  }

  /// Until nothing is asked any more, because a stream is there: then the router says by itself,
  /// each second, that it is alive.
  private void awaitTold() {
    await("a stream", () -> streams.get() > 0);
    await("nothing is asked", () -> reportsSincePoll.get() > 1);
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}

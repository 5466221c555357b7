package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.client.ControlPlane;
import io.crossfade.client.HttpRouteSource;
import io.crossfade.client.RouteAnswer;
import io.crossfade.client.RoutedTransaction;
import io.crossfade.client.Router;
import io.crossfade.client.RouterState;
import io.crossfade.connector.Freshness;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.routes.RouterReport;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.LedgerCount;
import io.crossfade.model.Route;
import io.crossfade.model.RouterFindings;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client's route source against a real control plane on loopback.
class RouteRoutesTest {
  private static final Duration LEASE = Duration.ofMillis(1_500);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Route FIRST = Route.initial("shop");

  @TempDir private Path directory;

  private final Access access = Access.random();
  private RouteBoard board = board(FIRST);
  private ControlServer server;

  @BeforeEach
  void start() {
    server = serve(board, access);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aRouterFollowsTheBoardAndIsKnownThere() throws Exception {
    try (Router router = new Router(open())) {
      assertThat(router.route()).isEqualTo(FIRST);
      await("registered", () -> board.routers().size() == 1);
      board.publish(FIRST.reading(Side.TARGET, 25));
      await("followed", () -> router.route().percent() == 25);
      await("confirmed", () -> board.routers().getFirst().epoch() == 2);
    }
    await("left", () -> board.routers().isEmpty());
  }

  @Test
  void aRouterThatAsksAnotherServerFollowsToTheOneThatCarriesTheMigrationAndBack()
      throws Exception {
    try (ControlServer other = referring();
        Router router =
            new Router(HttpRouteSource.open(() -> plane(other.connection("shop")), "r", SOON))) {
      assertThat(router.route()).isEqualTo(FIRST);
      board.publish(FIRST.reading(Side.TARGET, 25));
      await("followed", () -> router.route().percent() == 25);
      await("reported there", () -> board.routers().getFirst().epoch() == 2);
      server.close();
      RouteBoard later = board(board.current());
      server = serve(later, access);
      later.publish(later.current().reading(Side.TARGET, 50));
      await("found again where that one is now", () -> router.route().percent() == 50);
    }
  }

  /// One that knows the migration, and does not carry it on.
  private ControlServer referring() {
    return ControlServer.start(
        access, List.of(new RouteRoutes(_ -> elsewhere(server.address() + "/"))));
  }

  private static Optional<RouteBoard> elsewhere(String url) {
    throw new CrossfadeException(
        ErrorCode.CARRIED_ELSEWHERE, "another carries it on", Map.of("url", url));
  }

  private ControlPlane plane(String connection) {
    return new ControlPlane(
        URI.create(connection.substring("crossfade:".length())), access.routers());
  }

  /// A poll lasts for a second if nothing comes; how fast it is otherwise, the demo measures.
  @Test
  void holdDrainAndReleaseDoNotWaitForAPollToEnd() throws Exception {
    try (Router router = new Router(open())) {
      await("a lease has passed", () -> drained(1));
      Route route = board.current();
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 20; i++) {
        RoutedTransaction inFlight = router.begin(false, null);
        long start = System.nanoTime();
        board.publish(route.hold());
        await("confirmed", () -> board.routers().getFirst().epoch() == board.current().epoch());
        assertThat(board.routers().getFirst().drained()).isFalse();
        assertThat(board.routers().getFirst().inFlight()).isEqualTo(1);
        inFlight.close();
        assertThat(board.awaitDrained(board.current().epoch(), SOON)).isTrue();
        route = board.current().release();
        board.publish(route);
        router.begin(false, null).close();
        best = Math.min(best, System.nanoTime() - start);
      }
      assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(500));
    }
  }

  @Test
  void aReportIsNotDelayedByAPendingPoll() throws Exception {
    try (HttpRouteSource source = open()) {
      Thread poll = Thread.ofVirtual().start(() -> pollOnce(source));
      await("registered", () -> board.routers().size() == 1);
      long start = System.nanoTime();
      source.report(new RouterState(1, 3, false, false, 1));
      await("reported", () -> board.routers().getFirst().inFlight() == 3);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(700));
      poll.interrupt();
    }
  }

  @Test
  void countsWhatRoutersCountFromTheirFirstReportOn() throws Exception {
    try (HttpRouteSource source = open()) {
      source.report(new RouterState(1, 0, false, false, 1, 30, 1, 2_000, null));
      await("counted", () -> board.traffic().equals(new RouterReport.Traffic(30, 1, 2_000)));
      RouterReport.Traffic before = new RouterReport.Traffic(1_000, 500, 9_000);
      board.report(
          new RouterReport("known to a process before", 1, 0, true, false, 7, before, null));
      board.report(new RouterReport("of an older release", 1, 0, true, false, 1, null, null));
      board.report(new RouterReport("of an older release", 1, 0, true, false, 2, null, null));
      assertThat(board.traffic().ended()).isEqualTo(30);
    }
  }

  @Test
  void whatARouterKnowsOfItsLedgerIsToldWithTheEpochThatItHasConfirmed() throws Exception {
    RouterFindings some = findings(2);
    AtomicReference<RouterFindings> now = new AtomicReference<>(some);
    Router router = new Router(open());
    try (router) {
      router.tells(now::get);
      await("told", () -> !board.told().isEmpty());
      assertThat(board.told().getFirst().findings()).isEqualTo(some);
      assertThat(board.ledger(1).pending()).isEqualTo(2);
      board.publish(FIRST.reading(Side.TARGET, 25));
      now.set(findings(0));
      await("told again", () -> board.ledger(2).isEmpty());
      now.set(findings(1));
    }
    await("its last word, and that it is lost", () -> board.ledger(2).lost().size() == 1);
  }

  private static RouterFindings findings(long pending) {
    return new RouterFindings(
        List.of(new LedgerCount("orders", pending, 0, 0, 0, 0)), List.of(), List.of());
  }

  @Test
  void whatIsNoFindingIsRefusedAndSoIsWhatIsTooLong() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI findings = URI.create(server.address() + "/routes/shop/routers/r/findings?epoch=1");
      for (String body : List.of("ledger.0.store=orders", "#".repeat(1_000_001))) {
        HttpRequest.Builder told =
            HttpRequest.newBuilder(findings).PUT(HttpRequest.BodyPublishers.ofString(body));
        assertThat(status(http, told)).isEqualTo(401);
        told.header("Authorization", "Bearer " + access.routers().reveal());
        assertThat(status(http, told)).isBetween(400, 413);
      }
      assertThat(board.told()).isEmpty();
    }
  }

  @Test
  void theAnswerSaysHowToReadOnesOwnWrites() {
    String reached = "SELECT position >= ? -- ü = \\ :\n FROM crossfade.stream";
    board.freshness(Direction.FORWARD, new Freshness("SELECT 'a=b'", reached));
    try (HttpRouteSource source = open()) {
      assertThat(source.current())
          .isEqualTo(
              new RouteAnswer(FIRST, new io.crossfade.client.Freshness("SELECT 'a=b'", reached)));
    }
  }

  @Test
  void theLastRouteGoesOnWithoutAControlPlaneAndANewerOneIsFoundElsewhere() throws Exception {
    Path file = directory.resolve("connection");
    ConnectionFile.write(file, server.connection("shop"), access.routers());
    try (Router router = new Router(HttpRouteSource.open(ControlPlane.in(file), "app", SOON))) {
      board.publish(FIRST.reading(Side.TARGET, 25));
      await("followed", () -> router.route().epoch() == 2);
      server.close();
      router.begin(false, null).close();
      assertThat(router.route().percent()).isEqualTo(25);

      Access other = Access.random();
      board = board(board.current().allOn(Side.TARGET));
      server = serve(board, other);
      ConnectionFile.write(file, server.connection("shop"), other.routers());
      await("found again", () -> router.route().epoch() == 3);
      assertThat(router.begin(false, null).side()).isEqualTo(Side.TARGET);
      await("known again", () -> board.routers().size() == 1);
      await("confirmed", () -> board.routers().getFirst().epoch() == 3);
      await("drained", () -> drained(3));
    }
  }

  @Test
  void nobodyLearnsARouteWithAnotherToken() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI route = URI.create(server.address() + "/routes/shop");
      assertThat(status(http, HttpRequest.newBuilder(route))).isEqualTo(401);
      assertThat(
              status(http, HttpRequest.newBuilder(route).header("Authorization", "Bearer wrong")))
          .isEqualTo(401);
      String ours = "Bearer " + access.routers().reveal();
      assertThat(status(http, HttpRequest.newBuilder(route).header("Authorization", ours)))
          .isEqualTo(200);
    }
  }

  private static int status(HttpClient http, HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  void aControlPlaneThatFellBackToAnOlderRouteIsNotFollowed() throws Exception {
    int port = server.endpoint().port();
    try (Router router = new Router(open())) {
      board.publish(FIRST.allOn(Side.TARGET));
      await("followed", () -> router.route().epoch() == 2);
      server.close();
      board = board(FIRST);
      server = ControlServer.start(access, port, List.of(new RouteRoutes(this::find)));
      await("confirmed", () -> board.routers().stream().anyMatch(r -> r.epoch() == 2));
      assertThat(router.route().epoch()).isEqualTo(2);
    }
  }

  @Test
  void withoutAFirstRouteNobodyBegins() {
    int port = server.endpoint().port();
    String connection = server.connection("shop");
    server.close();
    assertThatThrownBy(() -> open(connection, Duration.ofMillis(100)))
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_RUNNING))
        .hasMessageContaining("unknown which side may be written");
    server = ControlServer.start(access, port, List.of(new RouteRoutes(this::find)));
    open().close();
  }

  @Test
  void aTokenOfSomebodyElseIsRefused() throws Exception {
    Path token = Files.writeString(directory.resolve("wrong"), "wrong\n");
    assertThatThrownBy(() ->
            HttpRouteSource.open(
                ControlPlane.at(server.connection("shop"), token), "app", Duration.ofMillis(100)))
        .isInstanceOf(CrossfadeException.class);
    assertThat(board.routers()).isEmpty();
  }

  @Test
  void aMigrationThatIsNotCarriedHereHasNoRoute() throws Exception {
    assertThatThrownBy(() -> open(server.connection("other"), Duration.ofMillis(100)))
        .isInstanceOf(CrossfadeException.class);
  }

  @Test
  void stoppingDoesNotWaitForPolls() throws Exception {
    try (HttpRouteSource source = open()) {
      Thread poll = Thread.ofVirtual().start(() -> pollOnce(source));
      await("polling", () -> board.routers().size() == 1);
      long start = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(800));
      poll.interrupt();
    }
  }

  @Test
  void theConnectionFileIsForItsOwnerOnly() throws Exception {
    Path file = directory.resolve("connection");
    ConnectionFile.write(file, server.connection("shop"), access.routers());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  /// Two processes with one name would overwrite each other's reports.
  @Test
  void routersOfOneNameAreKeptApart() {
    try (HttpRouteSource one = open();
        HttpRouteSource two = open()) {
      assertThat(one.current()).isEqualTo(two.current());
      assertThat(board.routers())
          .extracting(RouterReport::router)
          .hasSize(2)
          .doesNotHaveDuplicates();
    }
  }

  private HttpRouteSource open() {
    return open(server.connection("shop"), SOON);
  }

  private HttpRouteSource open(String connection, Duration patience) {
    return HttpRouteSource.open(ControlPlane.at(connection, tokenFile()), "app", patience);
  }

  private Path tokenFile() {
    try {
      return Files.writeString(directory.resolve("token"), access.routers().reveal() + "\n");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void pollOnce(HttpRouteSource source) {
    try {
      source.awaitNewer(1, SOON);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ControlServer serve(RouteBoard served, Access tokens) {
    board = served;
    return ControlServer.start(tokens, List.of(new RouteRoutes(this::find)));
  }

  private Optional<RouteBoard> find(String migration) {
    return migration.equals("shop") ? Optional.of(board) : Optional.empty();
  }

  private boolean drained(long epoch) {
    try {
      return board.awaitDrained(epoch, Duration.ZERO);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RouteBoard board(Route route) {
    return new RouteBoard(route, saved -> {}, LEASE, Timing.REAL);
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}

package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.client.ControlPlane;
import io.crossfade.client.HoldListener;
import io.crossfade.client.HttpRouteSource;
import io.crossfade.client.KeptRoute;
import io.crossfade.client.Router;
import io.crossfade.connector.Freshness;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Applications that start while no control plane answers.
@Timeout(60)
class KeptRouteTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Route FIRST = Route.initial("shop");

  @TempDir Path directory;

  private final Access access = Access.random();
  private RouteBoard board = board(FIRST);
  private ControlServer server = ControlServer.start(access, routes());
  private final int port = server.endpoint().port();
  private KeptRoute kept;

  @BeforeEach
  void keep() {
    kept = new KeptRoute(directory.resolve("route"), "shop");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theLastRouteIsWhatAStartWithoutAControlPlaneBeginsWith() throws Exception {
    board.freshness(Direction.FORWARD, new Freshness("SELECT 'a'", "SELECT ? = 'ü'\n"));
    try (Router router = new Router(open(SOON))) {
      board.publish(FIRST.allOn(Side.TARGET));
      await("followed", () -> router.route().epoch() == 2);
      await("kept", () -> text().contains("epoch=2"));
    }
    server.close();
    try (HttpRouteSource source = open(SHORT);
        Router router = new Router(source)) {
      assertThat(router.route()).isEqualTo(board.current());
      assertThat(router.begin(false, null).side()).isEqualTo(Side.TARGET);

      board = board(board.current().reading(Side.SOURCE, 5));
      server = ControlServer.start(access, port, routes());
      await("followed again", () -> router.route().epoch() == 3);
      await("confirmed", () -> board.routers().stream().anyMatch(r -> r.epoch() == 3));
    }
    assertThat(text()).contains("epoch=3").doesNotContain(access.routers().reveal());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.file())))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).as("no drafts are left").containsExactly(kept.file());
    }
  }

  @Test
  void whoWasHeldStaysHeld() {
    board = board(FIRST.hold());
    open(SOON).close();
    server.close();
    try (Router router = new Router(open(SHORT), SHORT, HoldListener.NONE)) {
      assertThat(router.route().held()).isTrue();
      assertThatThrownBy(() -> router.begin(false, null)).satisfies(has(ErrorCode.HELD_TOO_LONG));
      assertThatThrownBy(() -> router.begin(true, "k")).satisfies(has(ErrorCode.HELD_TOO_LONG));
    }
  }

  @Test
  void halfAWordReleasesNobody() throws Exception {
    board = board(FIRST.hold());
    open(SOON).close();
    server.close();
    var _ = Files.writeString(kept.file(), text().replace("held=true", "held=tru"));
    assertThatThrownBy(() -> open(SHORT).close()).satisfies(has(ErrorCode.CONFIGURATION_INVALID));
  }

  @Test
  void theRouteOfAnotherMigrationIsNeverTaken() {
    open(SOON).close();
    KeptRoute others = new KeptRoute(kept.file(), "stock");
    String before = text();
    assertThatThrownBy(() -> open(SOON, others).close())
        .as("the control plane's")
        .satisfies(has(ErrorCode.CONFIGURATION_INVALID))
        .hasMessageContaining("a file of its own");
    server.close();
    assertThatThrownBy(() -> open(SHORT, others).close())
        .as("the kept one")
        .satisfies(has(ErrorCode.CONFIGURATION_INVALID))
        .hasMessageContaining("shop");
    assertThat(text()).isEqualTo(before);
  }

  @Test
  void theFileOfAnotherMigrationIsNotWrittenOver() throws Exception {
    String others = "migration=stock\nepoch=7\nwrites=SOURCE\nreads=SOURCE\npercent=100\n";
    var _ = Files.writeString(kept.file(), others + "shadowPercent=0\nheld=false\n");
    assertThatThrownBy(() -> open(SOON).close()).satisfies(has(ErrorCode.CONFIGURATION_INVALID));
    assertThat(text()).contains("migration=stock");
  }

  @Test
  void whatCannotBeUnderstoodIsReplacedWhereTheControlPlaneAnswersAndElseAnError()
      throws Exception {
    var _ = Files.writeString(kept.file(), "epoch=seven\n");
    server.close();
    assertThatThrownBy(() -> open(SHORT).close())
        .satisfies(has(ErrorCode.CONFIGURATION_INVALID))
        .hasMessageContaining("Delete it");
    server = ControlServer.start(access, port, routes());
    open(SOON).close();
    assertThat(text()).contains("epoch=1");
  }

  @Test
  void aControlPlaneThatFellBackIsNotFollowedAfterAStartEither() {
    board = board(FIRST.allOn(Side.TARGET));
    open(SOON).close();
    board = board(FIRST);
    try (HttpRouteSource source = open(SOON)) {
      assertThat(source.current().epoch()).isEqualTo(2);
    }
  }

  @Test
  void withoutAnyRouteNobodyBegins() {
    server.close();
    assertThatThrownBy(() -> open(SHORT).close())
        .satisfies(has(ErrorCode.NOT_RUNNING))
        .hasMessageContaining("none was kept in " + kept.file());
  }

  @Test
  void whoCannotKeepGoesOn() {
    KeptRoute nowhere = new KeptRoute(directory.resolve("missing/route"), "shop");
    try (HttpRouteSource source = open(SOON, nowhere)) {
      assertThat(source.current().route()).isEqualTo(FIRST);
    }
  }

  private static Consumer<Throwable> has(ErrorCode code) {
    return e -> assertThat(((CrossfadeException) e).code()).isEqualTo(code);
  }

  private HttpRouteSource open(Duration patience) {
    return open(patience, kept);
  }

  private HttpRouteSource open(Duration patience, KeptRoute keptIn) {
    URI routes = URI.create("http://127.0.0.1:" + port + "/routes/shop");
    return HttpRouteSource.open(
        () -> new ControlPlane(routes, access.routers()), "app", patience, keptIn);
  }

  private List<Routes> routes() {
    return List.of(new RouteRoutes(_ -> Optional.of(board)));
  }

  private String text() {
    try {
      return Files.readString(kept.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RouteBoard board(Route route) {
    return new RouteBoard(route, _ -> {}, Timing.REAL);
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}

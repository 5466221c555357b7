package io.crossfade.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.Await;
import io.crossfade.engine.Control;
import io.crossfade.engine.Decision;
import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `crossfade gateway`, and the gateway inside of `crossfade run`, as a person starts them: for
/// applications that know nothing of Crossfade but an address.
@Timeout(300)
class GatewayIT {
  private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+)");
  private static final int SOME = 50;

  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  @Test
  void applicationsAreMovedThereAndBackAndOutliveEverybodyElse() throws Exception {
    prepare();
    try (KilledRun run = new KilledRun(directory, "gateway")) {
      CrossfadeProcess inside = run.start();
      int port = port(inside); // from now on others can ask it for the route
      CrossfadeProcess beside;
      try (CrossfadeProcess gateway = gateway();
          Application one = new Application("one", port, "dark water");
          Application two = new Application("two", port(gateway), "dark water")) {
        beside = gateway;
        run.awaitReady();
        assertThat(run.answer(Control::status).traffic().routers()).isEqualTo(2);
        movesAll(run, Side.TARGET, one, two);
        movesAll(run, Side.SOURCE, one, two);
        one.stop();

        run.kill();
        two.awaitMore(SOME);
        try (Connection slow = Application.connect(port(gateway), "dark water")) {
          slow.setAutoCommit(false);
          slow.createStatement().execute("INSERT INTO orders VALUES ('slow', 1, 'north')");
          gateway.terminate();
          two.awaitEnd();
          slow.commit();
        }
        assertThat(gateway.exitCode()).isEqualTo(143);
        assertThat(two.end()).isEqualTo("57P01");
        assertThat(two.begun()).isLessThanOrEqualTo(two.done() + 1);
      }
      assertThat(beside.err()).contains("stopped. The same command goes on.");

      // nobody can be asked for a route
      try (CrossfadeProcess gateway = gateway();
          Application three = new Application("three", port(gateway), "dark water")) {
        three.awaitMore(SOME);
        assertThat(gateway.err()).contains("goes on, which was kept");
        assertThatThrownBy(() -> new Application("x", port(gateway), "clear water"))
            .hasMessageContaining("password authentication failed");
      }
      oneProcessFollowsTheOther();
      outlivesItsMigration(run);
    }
    for (String secret : new String[] {"dark water", "SCRAM-SHA-256"}) {
      assertThat(everythingThatWasSaid()).doesNotContain(secret);
    }
  }

  private void prepare() throws SQLException, IOException {
    for (Side side : Side.values()) {
      databases.role(side, "app");
    }
    databases.sql(
        Side.SOURCE,
        "CREATE TABLE orders (application text, n int, tenant text, PRIMARY KEY (application, n))",
        "GRANT SELECT, INSERT ON orders TO app");
    Files.writeString(directory.resolve("app.password"), "dark water\n");
    Files.writeString(
        directory.resolve("shop.yaml"),
        databases.manifestText(
            "gateway",
            """
            tables: ["public.*"]
            reads: [100]
            cutover: {deadline: 20s, firstTry: 20s}
            gateway:
              listen: {port: 0}
              database: shop
              ownSettings: [shop.tenant]
              users: {app: {password: {file: app.password}}}
            """));
  }

  /// Both applications write on the new side, and neither has seen anything fail.
  private static void movesAll(KilledRun run, Side to, Application... applications)
      throws Exception {
    Control.SwitchReport moved =
        run.answer(control -> to == Side.TARGET ? control.cutover() : control.rollback(false));
    assertThat(moved.decision()).isEqualTo(Decision.FLIP);
    for (Application application : applications) {
      application.awaitMore(SOME);
      assertThat(application.end()).isEmpty();
    }
    run.awaitReady();
  }

  /// As for a new release: nobody who connects meanwhile is refused.
  private void oneProcessFollowsTheOther() throws Exception {
    if (!System.getProperty("os.name").equals("Linux")) {
      return; // where sockets cannot be handed over
    }
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (CrossfadeProcess before = replacing(port)) {
      assertThat(port(before)).isEqualTo(port);
      try (CrossfadeProcess after = replacing(port)) {
        assertThat(port(after)).isEqualTo(port);
        assertThat(before.exitCode()).as(before.err()).isZero();
        assertThat(before.err()).contains("another process listens now");
        try (Application next = new Application("next", port, "dark water")) {
          next.awaitMore(SOME);
        }
      }
    }
  }

  private CrossfadeProcess replacing(int port) throws IOException {
    String kept = directory.resolve(".crossfade/gateway/gateway-0.route").toString();
    return CrossfadeProcess.start(
        directory, "gateway", "shop.yaml", "--port", "" + port, "--route-file", kept, "--replace");
  }

  /// Who aborts a migration, or cleans up, cuts off no application.
  private void outlivesItsMigration(KilledRun run) throws Exception {
    CrossfadeProcess inside = run.start();
    try (Application four = new Application("four", port(inside), "dark water")) {
      run.awaitReady();
      var aborted = run.ask(Control::abort);
      run.await("has ended", () -> inside.err().contains("sessions still come through"));
      four.awaitMore(SOME);
      assertThat(four.end()).isEmpty();
      aborted.join();
      assertThat(inside.isAlive()).isTrue();
    }
    assertThat(inside.exitCode()).isEqualTo(5);
    assertThat(databases.column(Side.SOURCE, "SELECT DISTINCT tenant FROM orders"))
        .containsExactly("north");
  }

  private CrossfadeProcess gateway() throws IOException {
    return CrossfadeProcess.start(directory, "gateway", "shop.yaml", "--port", "0");
  }

  static int port(CrossfadeProcess process) {
    Await.that(() -> LISTENS.matcher(process.err()).find() || !process.isAlive());
    Matcher listens = LISTENS.matcher(process.err());
    assertThat(listens.find()).as(process.err()).isTrue();
    return Integer.parseInt(listens.group(1));
  }

  /// On terminals, in logs and in the control store.
  private String everythingThatWasSaid() throws IOException {
    StringBuilder said = new StringBuilder();
    try (var files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("app.password")) {
          said.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return said.toString();
  }
}

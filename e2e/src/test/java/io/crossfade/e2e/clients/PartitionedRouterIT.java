package io.crossfade.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.client.ControlPlane;
import io.crossfade.client.CrossfadeConnection;
import io.crossfade.client.CrossfadeDataSource;
import io.crossfade.client.HoldListener;
import io.crossfade.client.HttpRouteSource;
import io.crossfade.client.Router;
import io.crossfade.engine.Await;
import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.Decision;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.model.Side;
import io.crossfade.model.Writes;
import io.crossfade.servers.Network;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Routers over a cutover: one that is cut off from the control plane and reaches both databases,
/// one in a process that is stopped, and one to which nothing happens. What one that is stopped in
/// the middle of a transaction may do, [StoppedClientIT] tells.
@Timeout(120)
class PartitionedRouterIT {
  private static final String SOURCE = Side.SOURCE.name();
  private static final String TARGET = Side.TARGET.name();
  private static final String REFUSED = "25006";
  private static final String HELD = "08001";
  private static final String CUT_OFF = "cutoff";

  /// The tests share two servers, and names of migrations are the servers'.
  private static final AtomicInteger MIGRATIONS = new AtomicInteger();

  @TempDir Path directory;
  private ServedMigration served;
  private Network network;
  private Router cutOff;
  private CrossfadeDataSource notes;
  private StoppableClient asleep;
  private RoutedWriter writer;

  /// What was promised by a commit.
  private final List<String> promised = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    served = new ServedMigration("partitioned" + MIGRATIONS.incrementAndGet(), directory);
    asleep = StoppableClient.start(served.routes(), served.databases());
    writer = new RoutedWriter(served.routes(), served.databases()).start();
    ControlPlane plane = ControlPlane.in(served.routes()).get();
    network = Network.to(plane.routes().getPort());
    cutOff =
        new Router(
            HttpRouteSource.open(() -> over(network, plane), CUT_OFF, Duration.ofSeconds(10)),
            Duration.ofMillis(200),
            HoldListener.NONE);
    notes =
        new CrossfadeDataSource(
            cutOff,
            ObedientClient.database(served.databases().url(Side.SOURCE)),
            ObedientClient.database(served.databases().url(Side.TARGET)));
  }

  @AfterEach
  void end() {
    try (var _ = served;
        var _ = asleep;
        var _ = writer;
        var _ = network;
        var _ = cutOff) {
      // From the last to the first, as far as they were started.
    }
  }

  @Test
  void whoIsCutOffGoesOnUntilTheFenceRefusesItAndFollowsOnceItHearsAgain() throws Exception {
    assertThat(write("before")).isEqualTo(SOURCE);
    assertThat(asleep.ask("SELECT 1")).isEqualTo(SOURCE);
    assertThat(asleep.ask(ObedientClient.COMMIT)).isEqualTo(SOURCE);
    asleep.stop();
    asleep.tell("INSERT INTO notes (name) VALUES ('slept')");
    network.lose();
    assertThat(write("cut off")).as("the last route goes on").isEqualTo(SOURCE);
    Await.that(() -> heard(CUT_OFF) == 0 && heard(ObedientClient.NAME) == 0);
    assertThat(write("forgotten")).isEqualTo(SOURCE);

    assertThat(served.cutover()).returns(Decision.FLIP, SwitchReport::decision);
    for (int i = 0; i < 10; i++) {
      assertThat(write("stale" + i)).isEqualTo(REFUSED);
    }
    assertThat(cutOff.route().writes()).as("nobody has told it").isEqualTo(Writes.SOURCE);
    asleep.resume();
    // It wakes under its old route, or hears of the new one first.
    String woken = asleep.answer();
    assertThat(woken).isIn(REFUSED, TARGET);
    if (woken.equals(TARGET)) {
      promised.add("slept");
    }

    network.heal();
    assertThat(writeUntilItIsTaken("healed")).isEqualTo(TARGET);
    assertThat(wake("awake")).isEqualTo(TARGET);
    Await.that(() -> heard(CUT_OFF) == 1 && heard(ObedientClient.NAME) == 1);
    assertThatBothSidesHaveWhatWasPromised();
  }

  @Test
  void whoIsHeldAndThenCutOffFailsWhatWaitsAndReleasesNobodyByItself() throws Exception {
    RouteBoard board = served.board();
    board.publish(board.current().hold());
    Await.that(() -> cutOff.route().held());
    network.lose();
    assertThat(write("held")).isEqualTo(HELD);

    board.publish(board.current().release());
    int before = writer.acknowledged().size();
    Await.that(() -> writer.acknowledged().size() > before + 1);
    Await.that(() -> heard(CUT_OFF) == 0);
    assertThat(write("still held")).as("after its lease").isEqualTo(HELD);

    assertThat(served.cutover()).returns(Decision.FLIP, SwitchReport::decision);
    assertThat(write("held over the flip")).isEqualTo(HELD);
    assertThat(cutOff.route().held()).isTrue();

    network.heal();
    assertThat(writeUntilItIsTaken("healed")).isEqualTo(TARGET);
    assertThatBothSidesHaveWhatWasPromised();
  }

  /// The side on which it was written, or the SQLSTATE of what refused it.
  private String write(String name) {
    try (CrossfadeConnection connection = notes.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      String side = connection.side().name();
      boolean _ = statement.execute("INSERT INTO notes (name) VALUES ('" + name + "')");
      connection.commit();
      promised.add(name);
      return side;
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  private String writeUntilItIsTaken(String name) {
    List<String> answers = new ArrayList<>();
    Await.that(() -> {
      answers.add(write(name));
      assertThat(answers.getLast()).isIn(TARGET, REFUSED, HELD);
      return answers.getLast().equals(TARGET);
    });
    return answers.getLast();
  }

  /// As an application is to answer a refusal. Its router may not know the new route yet.
  private String wake(String name) {
    List<String> answers = new ArrayList<>();
    Await.that(() -> {
      answers.add(asleep.ask("INSERT INTO notes (name) VALUES ('" + name + "')"));
      return !answers.getLast().equals(REFUSED);
    });
    assertThat(asleep.ask(ObedientClient.COMMIT)).isEqualTo(TARGET);
    promised.add(name);
    return answers.getLast();
  }

  private long heard(String name) {
    return served.board().routers().stream().filter(r -> r.router().startsWith(name)).count();
  }

  private void assertThatBothSidesHaveWhatWasPromised() throws SQLException {
    writer.close();
    promised.addAll(writer.acknowledged());
    assertThat(served.live().migration().verify(false).clean()).isTrue();
    for (Side side : Side.values()) {
      assertThat(served.databases().column(side, "SELECT name FROM notes WHERE name !~ '^old'"))
          .as("%s: nothing is lost, nothing there twice", side)
          .containsExactlyInAnyOrderElementsOf(promised);
    }
  }

  private static ControlPlane over(Network network, ControlPlane plane) {
    URI routes = URI.create("http://127.0.0.1:" + network.port() + plane.routes().getPath());
    return new ControlPlane(routes, plane.token());
  }
}

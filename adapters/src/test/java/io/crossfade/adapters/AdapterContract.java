package io.crossfade.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crossfade.client.RouteAnswer;
import io.crossfade.model.Readers;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hold, drain, switch: what every program does that is led by an adapter.
public abstract class AdapterContract {
  private static final Executor EACH = Executors.newVirtualThreadPerTaskExecutor();

  @TempDir protected Path directory;
  protected Bench bench;

  protected abstract Bench start(Path directory) throws Exception;

  @BeforeEach
  void startProgram() throws Exception {
    bench = start(directory);
  }

  @AfterEach
  void stopProgram() {
    if (bench != null) {
      bench.close();
    }
  }

  @Test
  void whoWaitsBeginsOnTheOtherSide() throws Exception {
    try (Led led = new Led(bench.program())) {
      assertThat(bench.side()).isEqualTo(Side.SOURCE);
      hold(led);
      CompletableFuture<Side> waiting = waiting();
      led.moveTo(Side.TARGET);
      assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo(Side.TARGET);
      assertThat(bench.side()).isEqualTo(Side.TARGET);
    }
  }

  @Test
  void aHoldThatIsCalledOffEndsWhereItWas() throws Exception {
    try (Led led = new Led(bench.program())) {
      for (int i = 0; i < 3; i++) {
        hold(led);
        CompletableFuture<Side> waiting = waiting();
        led.release();
        assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo(Side.SOURCE);
      }
    }
  }

  @Test
  void thereAndBackAndThere() throws Exception {
    try (Led led = new Led(bench.program())) {
      for (Side side : new Side[] {Side.TARGET, Side.SOURCE, Side.TARGET}) {
        hold(led);
        led.moveTo(side);
        assertThat(bench.side()).isEqualTo(side);
      }
    }
  }

  @Test
  void aTransactionUnderWayIsWaitedFor() throws Exception {
    assumeTrue(bench.drainsTransactions(), "it does not see transactions");
    try (Led led = new Led(bench.program());
        Connection busy = bench.connect()) {
      busy.setAutoCommit(false);
      TwoDatabases.run(busy, "INSERT INTO notes VALUES (1)");
      led.hold();
      Await.until("it is counted", () -> led.routes.reported().inFlight() == 1);
      CompletableFuture<Side> waiting = waiting();
      assertThat(led.routes.reported().epoch()).isLessThan(led.route().epoch());
      busy.commit();
      assertThat(led.routes.awaitDrained(led.route().epoch(), Duration.ofSeconds(5))).isTrue();
      assertThat(waiting).isNotDone();
      led.moveTo(Side.TARGET);
      assertThat(TwoDatabases.side(busy)).isEqualTo(Side.TARGET);
      assertThat(bench.databases().notes(Side.SOURCE)).containsExactly(1L);
    }
  }

  /// The engine goes back by itself: nobody is harmed.
  @Test
  void aTransactionThatDoesNotEndIsLeftAlone() throws Exception {
    try (Led led = new Led(bench.program());
        Connection busy = bench.connect()) {
      busy.setAutoCommit(false);
      TwoDatabases.run(busy, "INSERT INTO notes VALUES (1)");
      led.hold();
      Await.until("it is asked to", () -> led.routes.reported().inFlight() == 1);
      CompletableFuture<Side> waiting = waiting();
      led.release();
      assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo(Side.SOURCE);
      led.hold();
      Await.until("it is asked again", () -> led.routes.reported().inFlight() == 1);
      busy.commit();
      assertThat(bench.databases().notes(Side.SOURCE)).containsExactly(1L);
      assertThat(led.routes.awaitDrained(led.route().epoch(), Duration.ofSeconds(5))).isTrue();
    }
  }

  @Test
  void aProgramThatIsStartedAnewGoesOnAsTheRouteSays() throws Exception {
    try (Led led = new Led(bench.program())) {
      hold(led);
      led.moveTo(Side.TARGET);
      bench.restart();
      assertThat(bench.side()).isEqualTo(Side.TARGET);
      hold(led);
      bench.restart();
      Await.until("it holds again", () -> led.routes.reported().drained() && isHeld());
      led.moveTo(Side.SOURCE);
      assertThat(bench.side()).isEqualTo(Side.SOURCE);
    }
  }

  private void hold(Led led) throws Exception {
    bench.occupy();
    led.holdAndDrain();
  }

  private boolean isHeld() throws Exception {
    bench.occupy();
    CompletableFuture<Side> waiting = CompletableFuture.supplyAsync(this::sideOrNull, EACH);
    Await.until("it waits, or has begun", () -> waiting.isDone() || bench.waiting() > 0);
    return !waiting.isDone();
  }

  /// Whatever the adapter before has left, and whether it held or not.
  @Test
  void anAdapterThatComesAfterGoesOnWithTheHold() throws Exception {
    Led first = new Led(bench.program());
    hold(first);
    CompletableFuture<Side> waiting = waiting();
    first.close();
    assertThat(waiting).isNotDone();
    assertThat(first.told.getLast()).contains("goes on to hold");
    try (Led second = new Led(bench.program(), first.route().allOn(Side.TARGET))) {
      second.awaitConfirmed();
      assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo(Side.TARGET);
    }
  }

  /// The fence refuses writes there; what only reads would be wrong for ever.
  @Test
  void aSwitchThatWasMissedIsMadeUpFor() throws Exception {
    try (Connection before = bench.connect()) {
      assertThat(TwoDatabases.side(before)).isEqualTo(Side.SOURCE);
      try (Led led = new Led(bench.program(), Route.initial("shop").allOn(Side.TARGET))) {
        led.awaitConfirmed();
        assertThat(bench.side()).isEqualTo(Side.TARGET);
      }
    }
  }

  @Test
  void allReadsMoveAndAShareOfThemDoesNot() throws Exception {
    try (Led led = new Led(bench.program())) {
      led.routes.set(led.route().reading(Side.TARGET, 50));
      led.awaitConfirmed();
      assertThat(readSide()).isEqualTo(Side.SOURCE);
      led.routes.set(led.route().reading(Side.TARGET, 100));
      led.awaitConfirmed();
      assertThat(readSide()).isEqualTo(Side.TARGET);
      assertThat(bench.side()).isEqualTo(Side.SOURCE);
    }
  }

  @Test
  void nothingElseOfTheFileChanges() throws Exception {
    String before = Files.readString(bench.file());
    var permissions = Files.getPosixFilePermissions(bench.file());
    try (Led led = new Led(bench.program())) {
      hold(led);
      led.moveTo(Side.TARGET);
      assertThat(Files.readString(bench.file())).isNotEqualTo(before);
      led.moveTo(Side.SOURCE);
    }
    assertThat(bench.file()).hasContent(before);
    assertThat(Files.getPosixFilePermissions(bench.file())).isEqualTo(permissions);
  }

  /// The test is the control plane: hold, drain, fence, switch.
  @Test
  void underLoadNothingIsLostAndNothingIsWrittenTwice() throws Exception {
    try (Led led = new Led(bench.program());
        Writers writers = new Writers(bench, 6)) {
      for (Side to : new Side[] {Side.TARGET, Side.SOURCE, Side.TARGET}) {
        writers.awaitSome();
        led.holdAndDrain();
        List<Long> drained = bench.databases().notes(to.other());
        bench.databases().raise(to.other());
        if (bench.drainsTransactions()) {
          assertThat(bench.databases().notes(to.other())).isEqualTo(drained);
        }
        bench.databases().lift(to);
        led.moveTo(to);
        writers.awaitSome();
      }
      writers.close();
      assertThat(writers.errors()).allMatch(bench::mayFail);
      List<Long> all = new ArrayList<>(bench.databases().notes(Side.SOURCE));
      all.addAll(bench.databases().notes(Side.TARGET));
      assertThat(all).doesNotHaveDuplicates().containsAll(writers.written());
    }
  }

  /// Before a hold the engine waits for those who say that they are not ready.
  @Test
  void saysThatWritesMayMove() throws Exception {
    try (Led led = new Led(bench.program())) {
      led.routes.set(new RouteAnswer(led.route(), null, Readers.NONE, Side.TARGET));
      Await.until("it is ready", () -> led.routes.reported().ready() == Side.TARGET);
      led.routes.set(new RouteAnswer(led.route(), null, Readers.NONE, null));
      Await.until("nothing is announced", () -> led.routes.reported().ready() == null);
    }
  }

  private Side readSide() throws Exception {
    try (Connection connection = bench.connectReadOnly()) {
      return TwoDatabases.side(connection);
    }
  }

  /// Somebody who begins a transaction now, and waits.
  protected CompletableFuture<Side> waiting() throws Exception {
    int before = bench.waiting();
    CompletableFuture<Side> waiting = CompletableFuture.supplyAsync(this::sideOrNull, EACH);
    Await.until(
        "somebody waits",
        () -> {
          assertThat(waiting).isNotDone();
          return bench.waiting() > before;
        });
    return waiting;
  }

  private Side sideOrNull() {
    try {
      return bench.side();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

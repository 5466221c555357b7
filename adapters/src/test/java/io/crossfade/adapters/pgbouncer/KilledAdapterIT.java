package io.crossfade.adapters.pgbouncer;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.adapters.Await;
import io.crossfade.adapters.Led;
import io.crossfade.adapters.TwoDatabases;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An adapter that ends before a command, without a word and with everything as it is: the next one
/// makes PgBouncer as the route says by then.
class KilledAdapterIT {
  @TempDir private Path directory;
  private PgBouncerBench bench;

  @BeforeEach
  void start() throws Exception {
    bench = PgBouncerBench.start(directory);
  }

  @AfterEach
  void stop() {
    if (bench != null) {
      bench.close();
    }
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
      super("as the test wants it", null, false, false);
    }
  }

  /// Before PAUSE; with the file written; with the file read and all still waiting.
  @ParameterizedTest
  @CsvSource({
    "PAUSE, TARGET",
    "RELOAD, TARGET",
    "RESUME, TARGET",
    "PAUSE, SOURCE",
    "RELOAD, SOURCE",
    "RESUME, SOURCE"
  })
  void theNextOneMakesItAsTheRouteSays(String command, Side side) throws Exception {
    CompletableFuture<String> killedAt = new CompletableFuture<>();
    PgBouncer mortal =
        new PgBouncer(
            bench.settings(),
            given -> {
              if (given.startsWith(command)) {
                killedAt.complete(given);
                throw new Killed();
              }
            });
    Led first = new Led(mortal);
    CompletableFuture<Side> waiting;
    if (command.equals("PAUSE")) {
      first.hold();
      killedAt.get(5, TimeUnit.SECONDS);
      waiting = begin();
      assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo(Side.SOURCE);
    } else {
      first.holdAndDrain();
      waiting = begin();
      Await.until("it waits", () -> bench.waiting() == 1);
      first.routes.set(first.route().allOn(Side.TARGET));
      assertThat(killedAt.get(5, TimeUnit.SECONDS)).startsWith(command);
      assertThat(isPaused()).isTrue();
      assertThat(waiting).isNotDone();
    }
    try (Led second = new Led(bench.program(), first.route().allOn(side))) {
      second.awaitConfirmed();
      assertThat(waiting.get(5, TimeUnit.SECONDS))
          .isEqualTo(command.equals("PAUSE") ? Side.SOURCE : side);
      assertThat(bench.side()).isEqualTo(side);
      bench.restart();
      assertThat(bench.side()).isEqualTo(side);
    }
  }

  private boolean isPaused() {
    try (Console console = bench.console()) {
      return Running.of(console).database("shop").paused();
    }
  }

  private CompletableFuture<Side> begin() {
    CompletableFuture<Side> begun = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try (Connection connection = bench.connect()) {
        begun.complete(TwoDatabases.side(connection));
      } catch (Exception e) {
        begun.completeExceptionally(e);
      }
    });
    return begun;
  }
}

package io.crossfade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Control;
import io.crossfade.model.LedgerCount;
import io.crossfade.model.LedgerEntry;
import io.crossfade.model.MismatchGroup;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LedgerCommandTest {
  @TempDir Path parent;

  private final FakeEngine engine = new FakeEngine();
  private final Commands commands = new Commands(engine);
  private String directory;

  @BeforeEach
  void name() {
    directory = parent.resolve("state").toString();
  }

  @Test
  void theLedgerIsShownWithWhatIsMissingAndARouterMayBeForgotten() throws Exception {
    CompletableFuture<Commands.Ran> run = started();
    assertThat(verb("ledger").out()).contains("No router has told of a ledger.");
    engine.ledgerReport =
        new Control.LedgerReport(
            List.of(new LedgerCount("orders", 2, 1, 5_000, 40, 0)),
            List.of(new Control.RouterTold("shop-1-a", 7, 2, 900, true)),
            List.of(new LedgerEntry("orders", "4711", Side.SOURCE, true, 9, 1_000, "refused")),
            List.of(new MismatchGroup("total", "scale", 3, 1_000, 2_000, "4711", "1.5", "1")));
    assertThat(verb("ledger").out())
        .contains("orders: 2 pending, 1 of them apart, the oldest for", "; 40 mirrored")
        .contains("orders key 4711 is newer on the source, 9 attempts, set apart: refused")
        .contains("total differs 3 times, the last with key 4711: scale")
        .contains("router shop-1-a is lost");
    assertThat(verb("ledger", "-o", "json").out()).contains("\"toldMillisAgo\"");
    verb("ledger", "--forget", "shop-1-a");
    assertThat(engine.asked).isEqualTo("forget shop-1-a");
    verb("abort");
    assertThat(run.get(30, TimeUnit.SECONDS).exitCode()).isEqualTo(5);
  }

  private Commands.Ran verb(String verb, String... more) {
    String[] args = new String[more.length + 3];
    args[0] = verb;
    System.arraycopy(more, 0, args, 1, more.length);
    args[more.length + 1] = "--state-dir";
    args[more.length + 2] = directory;
    return commands.run(args);
  }

  private CompletableFuture<Commands.Ran> started() {
    return StartedRun.of(commands, Path.of(directory));
  }
}

package io.crossfade.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.cli.Terminal;
import io.crossfade.demo.judge.Sabotage;
import io.crossfade.demo.screen.Scoreboard;
import io.crossfade.demo.shop.Size;
import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.Decision;
import io.crossfade.engine.Status;
import io.crossfade.model.Secret;
import io.crossfade.server.RemoteControl;
import io.crossfade.server.RemotePlace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `./crossfade demo --server`, moved by whoever reads what it prints.
@Timeout(240)
class ServedDemoIT {
  private static final Pattern INVITATION =
      Pattern.compile("(?s)Open +(\\S+)/ui/shop\\s+Log in +(\\S+)");

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void theShopIsMovedFromThePageWhileItsCustomersGoOn() throws Exception {
    PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
    Settings settings = new Settings(new ShopInUse(Size.SMALL), 200, 4, 1, Sabotage.NONE, false);
    CompletableFuture<Scoreboard> board =
        CompletableFuture.supplyAsync(() -> run(settings, new Terminal(err, err, false, false)));
    try (RemoteControl control = invited(board)) {
      await(control, status -> "cutover".equals(status.outlook().waitsFor()));
      made(control::cutover);
      await(control, status -> status.traffic().rollback().ready());
      made(() -> control.rollback(false));
      await(control, status -> "cutover".equals(status.outlook().waitsFor()));
      made(control::cutover);
      var _ = control.cleanup();
    }
    Scoreboard judged = board.get();
    assertThat(judged.isClean()).as("%s", judged).isTrue();
    assertThat(judged.served().acknowledged()).isPositive();
    assertThat(judged.cutover().phases()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(judged.rollback().held()).isPositive();
  }

  private static Scoreboard run(Settings settings, Terminal terminal) {
    try {
      return new Run(settings, terminal, 0).run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private RemoteControl invited(CompletableFuture<Scoreboard> board) throws InterruptedException {
    Matcher found = INVITATION.matcher(said.toString(StandardCharsets.UTF_8));
    while (!found.find()) {
      assertThat(board.isDone()).as(said.toString(StandardCharsets.UTF_8)).isFalse();
      Thread.sleep(50);
      found = INVITATION.matcher(said.toString(StandardCharsets.UTF_8));
    }
    return new RemoteControl(
        new RemotePlace.AtServer(URI.create(found.group(1)), new Secret(found.group(2)), null),
        "shop",
        "test");
  }

  /// Under load a try may be called off; a person presses again.
  private static void made(Supplier<SwitchReport> verb) {
    SwitchReport report = verb.get();
    for (int tries = 1; report.decision() != Decision.FLIP; tries++) {
      assertThat(tries).as(report.reason()).isLessThan(5);
      report = verb.get();
    }
  }

  private static void await(RemoteControl control, Predicate<Status> wanted)
      throws InterruptedException {
    while (!wanted.test(control.status())) {
      Thread.sleep(50);
    }
  }
}

package io.crossfade.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.cli.Terminal;
import io.crossfade.demo.screen.Found;
import io.crossfade.demo.screen.Scoreboard;
import io.crossfade.demo.shop.Size;
import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.Decision;
import io.crossfade.engine.Status;
import io.crossfade.model.Secret;
import io.crossfade.server.RemoteControl;
import io.crossfade.server.RemotePlace;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
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

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private URI address = URI.create("");
  private Secret token = new Secret("");

  @Test
  void theShopIsMovedFromThePageWhileItsCustomersGoOn() throws Exception {
    PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
    Settings settings =
        new Settings(new ShopInUse(Size.SMALL, Upkeep.CDC, false), 200, 4, 1, Set.of(), false);
    PipedWriter typed = new PipedWriter();
    Audience audience = new Audience(0, new BufferedReader(new PipedReader(typed)), false);
    CompletableFuture<Scoreboard> board =
        CompletableFuture.supplyAsync(
            () -> run(settings, new Terminal(err, err, false, false), audience));
    try (RemoteControl control = invited(board)) {
      await(control, status -> "cutover".equals(status.outlook().waitsFor()));
      made(control::cutover);
      await(control, status -> status.traffic().rollback().ready());
      typed.write("d\n");
      typed.flush();
      await(control, status -> status.compare().drift() == 1);
      until(() -> page().contains("class=\"differing\""));
      assertThat(page()).contains("public.products</td>", ">7</td>", ">name</td>");
      assertThat(control.verify(true).tables()).anyMatch(table -> table.repaired() == 1);
      await(control, status -> status.traffic().rollback().ready());
      made(() -> control.rollback(false));
      await(control, status -> "cutover".equals(status.outlook().waitsFor()));
      made(control::cutover);
      var _ = control.cleanup();
    }
    Scoreboard judged = board.get();
    assertThat(judged.isClean()).as("%s", judged).isTrue();
    assertThat(judged.moved().found()).returns("public.products", Found::table);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("The drill was found after", "public.products key 7 [name] on the source");
    assertThat(judged.moved().rowsPerSecond()).isPositive();
    assertThat(judged.served().acknowledged()).isPositive();
    assertThat(judged.cutover().phases()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(judged.rollback().held()).isPositive();
  }

  private static Scoreboard run(Settings settings, Terminal terminal, Audience audience) {
    try {
      return new Run(settings, terminal, audience).run(_ -> {});
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private RemoteControl invited(CompletableFuture<Scoreboard> board) throws Exception {
    until(() -> {
      String screen = said.toString(StandardCharsets.UTF_8);
      assertThat(board.isDone()).as(screen).isFalse();
      Matcher found = INVITATION.matcher(screen);
      if (found.find()) {
        address = URI.create(found.group(1));
        token = new Secret(found.group(2));
      }
      return !token.reveal().isEmpty();
    });
    return new RemoteControl(new RemotePlace.AtServer(address, token, null), "shop", "test");
  }

  /// As the browser is sent it first.
  private String page() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(address.resolve("/ui/shop"))
              .header("Authorization", "Bearer " + token.reveal())
              .build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  /// Under load a try may be called off; a person presses again.
  private static void made(Supplier<SwitchReport> verb) {
    SwitchReport report = verb.get();
    for (int tries = 1; report.decision() != Decision.FLIP; tries++) {
      assertThat(tries).as(report.reason()).isLessThan(5);
      report = verb.get();
    }
  }

  private static void await(RemoteControl control, Predicate<Status> wanted) throws Exception {
    until(() -> wanted.test(control.status()));
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime() - deadline)
          .as("it did not come true within " + PATIENCE)
          .isNegative();
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }
}

package io.crossfade.adapters.pgbouncer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.adapters.Await;
import io.crossfade.adapters.ConfigFile;
import io.crossfade.adapters.Led;
import io.crossfade.adapters.Program;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What cannot be led is refused before anybody is held, and what cannot be done is not confirmed.
class PgBouncerRefusalsIT {
  @TempDir private Path directory;
  private final List<PgBouncerBench> started = new ArrayList<>();

  private PgBouncerBench start(String... settings) throws Exception {
    PgBouncerBench bench = PgBouncerBench.start(directory, settings);
    started.add(bench);
    return bench;
  }

  @AfterEach
  void stop() {
    started.forEach(PgBouncerBench::close);
  }

  @Test
  void whatCanBeLedIsNotRefused() throws Exception {
    PgBouncerBench bench = start();
    assertThat(check(bench.settings())).isEmpty();
    assertThat(check(with(bench.settings(), new Secret("console-secret"), Duration.ofSeconds(60))))
        .singleElement()
        .asString()
        .contains("query_wait_timeout is 20 s", "60.0 s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"scram-sha-256", "md5", "plain"})
  void howeverThePasswordIsAskedFor(String type) throws Exception {
    assertThat(check(start("auth_type = " + type).settings())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"scram-sha-256", "md5", "plain"})
  void aWrongPasswordIsNotSaid(String type) throws Exception {
    PgBouncerSettings all = start("auth_type = " + type).settings();
    PgBouncerSettings wrong = with(all, new Secret("wrong-secret"), Duration.ofSeconds(3));
    assertThatThrownBy(() -> check(wrong))
        .isInstanceOf(CrossfadeException.class)
        .hasMessageContaining("asked as crossfade")
        .hasMessageContaining("Correct the password")
        .hasMessageNotContaining("wrong-secret");
  }

  @Test
  void poolsOfSessionsAreLeftToTheGateway() throws Exception {
    PgBouncerSettings session = start("pool_mode = session").settings();
    assertThatThrownBy(() -> check(session))
        .hasMessageContaining("shop is pooled by session")
        .hasMessageContaining("docs/gateway.md");
  }

  @Test
  void whoMayOnlyLookIsRefused() throws Exception {
    PgBouncerBench bench = start();
    PgBouncerSettings all = bench.settings();
    PgBouncerSettings.Login other =
        new PgBouncerSettings.Login("127.0.0.1", bench.port(), "other", new Secret("other"));
    assertThatThrownBy(() -> check(with(all, all.file(), other, List.of("shop"))))
        .hasMessageContaining("other is not in its admin_users");
  }

  @Test
  void aDatabaseThatIsNowhereIsNamed() throws Exception {
    PgBouncerBench bench = start();
    PgBouncerSettings all = bench.settings();
    assertThatThrownBy(() -> check(with(all, all.file(), all.console(), List.of("shopp"))))
        .hasMessageContaining("shopp has no line below [databases]");
  }

  @Test
  void whatIsIncludedIsNotChanged() throws Exception {
    PgBouncerBench bench = start();
    PgBouncerSettings all = bench.settings();
    Path main = directory.resolve("main.ini");
    Files.writeString(main, "[databases]\n%include " + bench.file() + "\n");
    assertThatThrownBy(() -> check(with(all, new ConfigFile(main), all.console(), List.of("shop"))))
        .hasMessageContaining("a file that is included (" + bench.file() + ")");
  }

  @Test
  void aPlaceThatIsNeitherSideIsNotTouched() throws Exception {
    PgBouncerBench bench = start();
    PgBouncerSettings all = bench.settings();
    assertThatThrownBy(() -> check(with(all, all.file(), all.console(), List.of("other"))))
        .hasMessageContaining("the file has other at 127.0.0.1")
        .hasMessageContaining("which is neither the source");
  }

  /// A copy of the file that PgBouncer does not read.
  @Test
  void whatPgBouncerDoesNotDoIsNotConfirmed() throws Exception {
    PgBouncerBench bench = start();
    PgBouncerSettings all = bench.settings();
    Path copy = Files.copy(bench.file(), directory.resolve("copy.ini"));
    Program blind = new PgBouncer(with(all, new ConfigFile(copy), all.console(), List.of("shop")));
    try (Led led = new Led(blind)) {
      led.holdAndDrain();
      led.routes.set(led.route().allOn(Side.TARGET));
      Await.until(
          "it is told",
          () ->
              led.told.stream().anyMatch(line -> line.contains("was reloaded and still has shop")));
      assertThat(led.routes.reported().epoch()).isLessThan(led.route().epoch());
      assertThat(led.routes.reported().drained()).isFalse();
    }
  }

  @Test
  void aHoldThatSomebodyElseEndsIsNotConfirmed() throws Exception {
    PgBouncerBench bench = start();
    try (Program program = bench.program();
        Console hand = bench.console()) {
      Await.until("it holds", () -> program.hold().drained());
      hand.run("RESUME shop");
      assertThat(program.hold().drained()).isFalse();
      Await.until("it holds again", () -> program.hold().drained());
    }
  }

  @Test
  void oneThatIsGoneIsNotConfirmed() throws Exception {
    PgBouncerBench bench = start();
    try (Led led = new Led(bench.program())) {
      bench.process().kill();
      led.hold();
      Await.until(
          "it is told",
          () -> led.told.stream().anyMatch(line -> line.contains("does not follow epoch 2")));
      assertThat(led.routes.reported().epoch()).isEqualTo(1);
      assertThat(led.routes.reported().drained()).isFalse();
      bench.process().start();
      Await.until("it is led again", () -> led.routes.reported().drained());
    }
  }

  private static List<String> check(PgBouncerSettings settings) {
    try (PgBouncer program = new PgBouncer(settings)) {
      return program.check();
    }
  }

  private static PgBouncerSettings with(PgBouncerSettings all, Secret password, Duration deadline) {
    PgBouncerSettings.Login login =
        new PgBouncerSettings.Login(
            all.console().host(), all.console().port(), all.console().user(), password);
    return new PgBouncerSettings(
        all.file(), login, all.databases(), all.readOnly(), all.source(), all.target(), deadline);
  }

  private static PgBouncerSettings with(
      PgBouncerSettings all,
      ConfigFile file,
      PgBouncerSettings.Login login,
      List<String> databases) {
    return new PgBouncerSettings(
        file, login, databases, List.of(), all.source(), all.target(), all.deadline());
  }
}

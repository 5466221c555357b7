package io.crossfade.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.client.FixedRouteSource;
import io.crossfade.client.Router;
import io.crossfade.client.stores.Crossfade;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Timeout(60)
class CrossfadeAutoConfigurationTest {
  private static final Route FIRST = Route.initial("shop");

  @TempDir Path directory;
  private RouteServer plane;

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(CrossfadeAutoConfiguration.class))
          .withPropertyValues("crossfade.patience=200ms");

  @BeforeEach
  void serve() throws IOException {
    plane = new RouteServer(FIRST);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void theFileOfARunIsAllItNeeds() throws IOException {
    application
        .withPropertyValues(
            "spring.application.name=web-shop",
            "crossfade.connection-file="
                + Path.of("").toAbsolutePath().relativize(plane.connectionFile(directory)))
        .run(context -> {
          Router router = context.getBean(Router.class);
          assertThat(router.route()).isEqualTo(FIRST);
          assertThat(context.getBean(Crossfade.class).router()).isSameAs(router);
          assertThat(plane.asked).anyMatch(line -> line.contains("router=web-shop-"));
          plane.publish(FIRST.allOn(Side.TARGET));
          Await.until("followed", () -> router.side(false, null) == Side.TARGET);
        });
    assertThat(plane.asked).as("said goodbye").anyMatch(line -> line.contains("leaving=true"));
  }

  @Test
  void anAddressGoesWithATokenOrAFileThatHoldsIt() throws IOException {
    application
        .withPropertyValues(
            "crossfade.address=" + plane.address(), "crossfade.token=" + RouteServer.TOKEN)
        .run(context -> assertThat(context).hasSingleBean(Router.class));
    Path token = Files.writeString(directory.resolve("token"), RouteServer.TOKEN + "\n");
    application
        .withPropertyValues(
            "crossfade.address=crossfade:" + plane.address(), "crossfade.token-file=" + token)
        .run(context -> assertThat(context).hasSingleBean(Router.class));
  }

  @Test
  void anApplicationStartsFromTheRouteThatItKept() throws IOException {
    Path kept = directory.resolve("kept");
    ApplicationContextRunner keeping =
        application.withPropertyValues(
            "crossfade.connection-file=" + plane.connectionFile(directory),
            "crossfade.migration=shop",
            "crossfade.kept-route=" + kept);
    plane.publish(FIRST.allOn(Side.TARGET));
    keeping.run(context -> assertThat(context).hasNotFailed());
    plane.close();
    keeping.run(context -> {
      Router router = context.getBean(Router.class);
      assertThat(router.side(false, null)).isEqualTo(Side.TARGET);
      assertThat(router.leaseAge()).as("nobody has answered").isEmpty();
    });
    assertThat(kept).content().doesNotContain(RouteServer.TOKEN);
  }

  @Test
  void whereNothingIsMovedNothingIsMade() {
    application
        .withPropertyValues("crossfade.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(Crossfade.class));
    assertThat(plane.asked).isEmpty();
  }

  @Test
  void aRouterOfTheApplicationsOwnIsTaken() {
    application
        .withUserConfiguration(Own.class)
        .run(context -> {
          assertThat(context.getBean(Crossfade.class).router())
              .isSameAs(context.getBean("mine", Router.class));
        });
  }

  @Configuration(proxyBeanMethods = false)
  static class Own {
    @Bean
    Router mine() {
      return new Router(new FixedRouteSource(FIRST));
    }
  }

  @Test
  void aPropertyThatIsWrongIsNamedWithWhatToDo() throws IOException {
    String file = "crossfade.connection-file=" + plane.connectionFile(directory);
    String address = "crossfade.address=" + plane.address();
    String token = "crossfade.token=" + RouteServer.TOKEN;
    assertThat(refused())
        .isEqualTo(
            """
            Crossfade cannot begin (CONFIGURATION_INVALID): crossfade.connection-file is not set, nor is \
            crossfade.address, so it is unknown whose routes to follow.
            Set crossfade.connection-file to the file that `crossfade run` writes (.crossfade/MIGRATION/routes), \
            or crossfade.address and crossfade.token-file; or crossfade.enabled=false where nothing is moved.\
            """);
    assertThat(refused(file, address, token))
        .contains("crossfade.address is set, and crossfade.connection-file too");
    assertThat(refused(address)).contains("crossfade.address needs one token, and none is set");
    assertThat(refused(address, token, "crossfade.token-file=x")).contains("two are set");
    assertThat(refused(file, token)).contains("crossfade.token is set without crossfade.address");
    assertThat(refused("crossfade.token-file=x"))
        .contains("crossfade.token-file is set without crossfade.address");
    assertThat(refused("crossfade.address=ftp://host/routes/shop", token))
        .contains("crossfade.address: \"ftp://host/routes/shop\" is no address")
        .contains("http://HOST:PORT/routes/MIGRATION");
    assertThat(refused(file, "crossfade.hold-limit=0s")).contains("crossfade.hold-limit is PT0S");
    assertThat(refused(file, "crossfade.patience=-1s")).contains("crossfade.patience is PT-1S");
    assertThat(refused(file, "crossfade.kept-route=" + directory.resolve("kept")))
        .contains("crossfade.kept-route is set without crossfade.migration");
    assertThat(refused(file, "crossfade.migration=stock"))
        .contains("crossfade.migration is \"stock\"")
        .contains("those of \"shop\"")
        .contains("or crossfade.connection-file");
  }

  @Test
  void whoCannotBeReachedIsNamedWithWhereItWasLookedFor() throws IOException {
    Path missing = directory.resolve("missing");
    assertThat(refused("crossfade.connection-file=" + missing))
        .contains("NOT_RUNNING", "No control plane gave a route")
        .contains("crossfade.connection-file: Cannot read " + missing)
        .contains("crossfade.kept-route");
    assertThat(refused("crossfade.address=" + plane.address(), "crossfade.token=wrong-secret"))
        .contains("crossfade.address leads to " + plane.address());
    String kept = Files.writeString(directory.resolve("kept"), "epoch=seven\n").toString();
    assertThat(
            refused(
                "crossfade.connection-file=" + missing,
                "crossfade.migration=shop",
                "crossfade.kept-route=" + kept))
        .contains("CONFIGURATION_INVALID", kept, "Delete it");
  }

  @Test
  void aPropertyThatNobodyKnowsIsRefused() throws IOException {
    application
        .withPropertyValues(
            "crossfade.connection-file=" + plane.connectionFile(directory),
            "crossfade.hold-limt=9s")
        .run(context ->
            assertThat(context).getFailure().rootCause().hasMessageContaining("hold-limt"));
  }

  /** What a person reads of a start that fails. No secret is in it, nor in any exception. */
  private String refused(String... properties) {
    String[] text = new String[1];
    application
        .withPropertyValues(properties)
        .run(context -> {
          Throwable failure = context.getStartupFailure();
          assertThat(failure).isNotNull();
          FailureAnalysis analysis = new CrossfadeFailureAnalyzer().analyze(failure);
          assertThat(analysis).as("%s", failure).isNotNull();
          assertThat(failure).hasStackTraceContaining("CrossfadeException");
          for (Throwable e = failure; e != null; e = e.getCause()) {
            assertThat(e.toString()).doesNotContain(RouteServer.TOKEN, "wrong-secret");
          }
          text[0] = analysis.getDescription() + "\n" + analysis.getAction();
        });
    return text[0];
  }
}

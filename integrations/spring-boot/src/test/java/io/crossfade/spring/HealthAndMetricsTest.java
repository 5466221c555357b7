package io.crossfade.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.client.Router;
import io.crossfade.client.dual.DualWriter;
import io.crossfade.client.dual.Item;
import io.crossfade.client.dual.ItemStore;
import io.crossfade.client.dual.Versioned;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Timeout(60)
class HealthAndMetricsTest {
  private static final Route FIRST = Route.initial("shop");

  @TempDir Path directory;
  private RouteServer plane;
  private ApplicationContextRunner application;

  @BeforeEach
  void serve() throws IOException {
    plane = new RouteServer(FIRST);
    application =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    CrossfadeAutoConfiguration.class,
                    CrossfadeHealthAutoConfiguration.class,
                    CrossfadeMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    SimpleMetricsExportAutoConfiguration.class))
            .withPropertyValues("crossfade.connection-file=" + plane.connectionFile(directory));
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void healthTellsTheRouteAndTheLease() {
    application.run(context -> {
      RouterHealth health = context.getBean(RouterHealth.class);
      Map<String, Object> details = health.health().getDetails();
      assertThat(details)
          .containsEntry("migration", "shop")
          .containsEntry("epoch", 1L)
          .containsEntry("writes", "source")
          .containsEntry("held", false)
          .containsEntry("controlPlane", "answers")
          .doesNotContainKey("ledger");
      assertThat((Double) details.get("leaseAgeSeconds")).isBetween(0.0, 3.0);
      awaitRenewed(health);
      awaitRenewed(health);
      plane.publish(FIRST.hold());
      Await.until("held", () -> says(health, "held", true));
      assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    });
  }

  /** Twice, for what a router confirms at its start renews it once. */
  private static void awaitRenewed(RouterHealth health) throws Exception {
    double[] last = {leaseAge(health)};
    Await.until(
        "renewed",
        () -> {
          double before = last[0];
          last[0] = leaseAge(health);
          return last[0] < before;
        });
  }

  private static double leaseAge(RouterHealth health) {
    return (Double) Objects.requireNonNull(health.health().getDetails().get("leaseAgeSeconds"));
  }

  private static boolean says(RouterHealth health, String name, Object value) {
    return value.equals(health.health().getDetails().get(name));
  }

  @Test
  void aControlPlaneThatIsAwayIsToldAndDoesNotTakeTheApplicationDown() {
    application.run(context -> {
      RouterHealth health = context.getBean(RouterHealth.class);
      plane.close();
      Await.until("away", () -> says(health, "controlPlane", "away"));
      Health away = health.health();
      assertThat(away.getStatus()).isEqualTo(Status.UP);
      assertThat((Double) away.getDetails().get("leaseAgeSeconds")).isGreaterThanOrEqualTo(3.0);
      MeterRegistry registry = context.getBean(MeterRegistry.class);
      assertThat(registry.get("crossfade.router.lease.age").timeGauge().value())
          .isGreaterThanOrEqualTo(3.0);

      plane = new RouteServer(FIRST.allOn(Side.TARGET), plane.port());
      Await.until("back", () -> says(health, "controlPlane", "answers"));
      Await.until("followed", () -> says(health, "writes", "target"));
    });
  }

  @Test
  void numbersOfTheRouterAreBound() {
    application.run(context -> {
      MeterRegistry registry = context.getBean(MeterRegistry.class);
      Router router = context.getBean(Router.class);
      router.begin(true, "anna").close();
      assertThat(registry.get("crossfade.router.epoch").tag("migration", "shop").gauge().value())
          .isEqualTo(1);
      assertThat(
              registry
                  .get("crossfade.router.decisions")
                  .tags("side", "source", "reason", "route")
                  .functionCounter()
                  .count())
          .isEqualTo(1);
      plane.publish(FIRST.hold());
      Await.until("held", () -> registry.get("crossfade.router.held").gauge().value() == 1);
      assertThat(registry.find("crossfade.ledger.pending").meters())
          .as("nobody writes both sides")
          .isEmpty();
    });
  }

  @Test
  void theLedgerOfTheApplicationsWritersIsInBoth() {
    plane.publish(FIRST.mirroredFrom(Side.SOURCE));
    application
        .withUserConfiguration(WritesBoth.class)
        .run(context -> {
          DualWriter writer = context.getBean(DualWriter.class);
          Item item = new Item("carts", "1");
          String done = writer.write(item, side -> "done");
          assertThat(done).isEqualTo("done");
          Await.until("counted", () -> !writer.findings().entries().isEmpty());
          Health health = context.getBean(RouterHealth.class).health();
          assertThat(health.getStatus()).isEqualTo(Status.UP);
          assertThat(health.getDetails().get("ledger"))
              .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
              .containsEntry("pending", 1L)
              .containsEntry("apart", 0L);
          MeterRegistry registry = context.getBean(MeterRegistry.class);
          assertThat(registry.get("crossfade.ledger.pending").gauge().value()).isEqualTo(1);
        });
  }

  /** A target that is away, and a source that has something for it. */
  @Configuration(proxyBeanMethods = false)
  static class WritesBoth {
    @Bean
    DualWriter writer(Router router) {
      return DualWriter.with(router)
          .store("carts", new Sold(false), new Sold(true))
          .bestEffort()
          .start();
    }
  }

  private record Sold(boolean away) implements ItemStore<String> {
    @Override
    public Versioned<String> read(String key) {
      return new Versioned<>(1, "a lamp");
    }

    @Override
    public boolean put(String key, Versioned<String> state) {
      if (away) {
        throw new IllegalStateException("nobody is here");
      }
      return false;
    }
  }

  @Test
  void neitherActuatorNorMicrometerIsNeeded() {
    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                CrossfadeAutoConfiguration.class,
                RoutedDataSourceAutoConfiguration.class,
                CrossfadeHealthAutoConfiguration.class,
                CrossfadeMetricsAutoConfiguration.class))
        .withPropertyValues("crossfade.connection-file=" + directory.resolve("routes"))
        .withClassLoader(
            new FilteredClassLoader(
                "io.micrometer",
                "org.springframework.boot.health",
                "org.springframework.boot.micrometer",
                "org.springframework.jdbc",
                "com.zaxxer"))
        .run(context -> assertThat(context).hasSingleBean(Router.class));
  }
}

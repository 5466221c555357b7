package io.crossfade.openfeature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderState;
import io.crossfade.client.RouteAnswer;
import io.crossfade.client.Router;
import io.crossfade.model.Readers;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Through the SDK, as an application does it. */
@Timeout(30)
class ProviderEventsTest {
  private static final Route FIRST = Route.initial("shop");
  private static final String READS = "crossfade.shop.reads";

  private final LeasedSource source = new LeasedSource(FIRST);
  private final Router router = new Router(source);
  private final OpenFeatureAPI api = OpenFeatureAPI.getInstance();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private Client client;

  @BeforeEach
  void provide() {
    api.setProviderAndWait("shop", new CrossfadeProvider(router, Duration.ofMillis(5)));
    client = api.getClient("shop");
    client.onProviderConfigurationChanged(
        e -> told.add("changed " + e.getEventMetadata().getLong("epoch") + e.getFlagsChanged()));
    client.onProviderStale(e -> told.add("stale: " + e.getMessage()));
  }

  @AfterEach
  void close() {
    api.shutdown();
    router.close();
  }

  @Test
  void aNewEpochAndNewReadersAreAChangeOfTheConfiguration() throws Exception {
    String flags = "[crossfade.shop.reads, crossfade.shop.shadow, crossfade.shop.held]";
    source.routes.set(FIRST.reading(Side.TARGET, 1));
    assertThat(next()).isEqualTo("changed 2" + flags);
    Readers friends = new Readers(Set.of("anna"), Set.of(), Map.of());
    source.routes.set(new RouteAnswer(FIRST.reading(Side.TARGET, 1), null, friends));
    assertThat(next()).as("the same epoch").isEqualTo("changed 2" + flags);
    assertThat(client.getStringValue(READS, "none", new ImmutableContext("anna")))
        .isEqualTo("target");
  }

  @Test
  void withoutAControlPlaneTheLastRouteGoesOnAndSaysSo() throws Exception {
    source.leaseAge = Optional.of(Router.LEASE.plusMillis(1));
    assertThat(next()).startsWith("stale: ").contains("the last route goes on");
    assertThat(client.getProviderState()).isEqualTo(ProviderState.STALE);
    FlagEvaluationDetails<String> details = client.getStringDetails(READS, "none");
    assertThat(details.getValue()).as("not the default").isEqualTo("source");
    assertThat(details.getReason()).isEqualTo("STALE");

    BlockingQueue<String> back = new LinkedBlockingQueue<>();
    client.onProviderReady(e -> back.add("ready"));
    source.leaseAge = Optional.of(Router.LEASE);
    assertThat(back.poll(10, TimeUnit.SECONDS)).isEqualTo("ready");
    assertThat(client.getProviderState()).isEqualTo(ProviderState.READY);
    assertThat(client.getStringDetails(READS, "none").getReason()).isEqualTo("STATIC");
  }

  @Test
  void whoStartedFromAKeptRouteIsStaleUntilSomebodyAnswers() throws Exception {
    source.leaseAge = Optional.empty();
    assertThat(next()).startsWith("stale");
    assertThat(client.getStringValue(READS, "none")).isEqualTo("source");
  }

  @Test
  void aRefusedFlagIsItsDefaultWithAReason() {
    FlagEvaluationDetails<String> details =
        client.getStringDetails("crossfade.shop.writes", "somewhere");
    assertThat(details.getValue()).isEqualTo("somewhere");
    assertThat(details.getErrorMessage()).contains("waits at no hold");
  }

  private String next() throws InterruptedException {
    String next = told.poll(10, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }
}

package io.crossfade.openfeature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.FlagNotFoundError;
import dev.openfeature.sdk.exceptions.GeneralError;
import dev.openfeature.sdk.exceptions.TypeMismatchError;
import io.crossfade.client.RouteAnswer;
import io.crossfade.client.RoutedTransaction;
import io.crossfade.client.Router;
import io.crossfade.model.Readers;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.model.Writes;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CrossfadeProviderTest {
  private static final Route FIRST = Route.initial("shop");
  private static final String READS = "crossfade.shop.reads";
  private static final Readers NAMED =
      new Readers(
          Set.of("key 1", "key 2"),
          Set.of("key 3"),
          Map.of("key 4", Side.TARGET, "é", Side.SOURCE));

  private final LeasedSource source = new LeasedSource(FIRST);
  private final Router router = new Router(source);
  private final CrossfadeProvider provider = new CrossfadeProvider(router);

  @AfterEach
  void close() {
    provider.shutdown();
    router.close();
  }

  @Test
  void aFlagAndTheRouterNeverDisagree() {
    long epoch = 1;
    int onTarget = 0;
    for (Writes writes : Writes.values()) {
      for (Side reads : Side.values()) {
        for (int percent : new int[] {0, 1, 37, 99, 100}) {
          follow(new Route("shop", ++epoch, writes, reads, percent, 37, false));
          onTarget += agreed(1_000);
        }
      }
    }
    assertThat(onTarget).as("both answers were given").isBetween(10_000, 30_000);
    follow(new Route("shop", ++epoch, Writes.SOURCE, Side.TARGET, 37, 0, false));
    assertThat(agreed(10_000)).isBetween(3_500, 3_900);
  }

  /** How many of the readers the router and the flag both send to the target. */
  private int agreed(int readers) {
    int onTarget = 0;
    for (int i = 0; i < readers; i++) {
      String key = i % 10 == 0 ? "é" + i : "key " + i;
      try (RoutedTransaction begun = router.begin(true, key)) {
        assertThat(reads(key).getValue())
            .as("%s under %s", key, begun.route())
            .isEqualTo(begun.side().spelled());
        onTarget += begun.side() == Side.TARGET ? 1 : 0;
      }
    }
    assertThat(provider.getStringEvaluation(READS, "", new ImmutableContext()).getValue())
        .as("without a key")
        .isEqualTo(router.side(true, null).spelled());
    return onTarget;
  }

  @Test
  void theReasonSaysWhoHasDecided() {
    assertThat(reads("key 9").getReason()).isEqualTo("STATIC");
    follow(FIRST.reading(Side.TARGET, 50));
    assertThat(reads("key 1").getReason()).isEqualTo("TARGETING_MATCH");
    assertThat(reads("key 4").getVariant()).isEqualTo("target");
    assertThat(reads("key 9").getReason()).isEqualTo("SPLIT");
    assertThat(provider.getStringEvaluation(READS, "", new ImmutableContext()).getReason())
        .isEqualTo("DEFAULT");
    assertThat(reads("key 9").getFlagMetadata().getLong("epoch")).isEqualTo(2);
    assertThat(reads("key 9").getFlagMetadata().getString("writes")).isEqualTo("source");
    assertThat(reads("key 9").getFlagMetadata().getString("decision")).isEqualTo("percentage");
  }

  @Test
  void aFlagIsNoReaderAndIsCountedNowhere() {
    reads("key 1");
    assertThat(router.decisions().of(Side.SOURCE, io.crossfade.client.Decision.ROUTE)).isZero();
  }

  @Test
  void heldAndShadowAreBooleans() {
    assertThat(bool("crossfade.shop.held", "x").getValue()).isFalse();
    assertThat(bool("crossfade.shop.shadow", "x").getValue()).isFalse();
    follow(FIRST.shadowing(30).hold());
    assertThat(bool("crossfade.shop.held", "x").getVariant()).isEqualTo("on");
    assertThat(reads("key 9").getValue()).as("a flag waits for nobody").isEqualTo("source");
    int shadowed = 0;
    for (int i = 0; i < 10_000; i++) {
      ProviderEvaluation<Boolean> answer = bool("crossfade.shop.shadow", "key " + i);
      assertThat(answer.getValue())
          .isEqualTo(io.crossfade.client.Buckets.within(30, "shop", "key " + i));
      assertThat(answer.getReason()).isEqualTo("SPLIT");
      shadowed += answer.getValue() ? 1 : 0;
    }
    assertThat(shadowed).isBetween(2_800, 3_200);
    assertThat(
            provider
                .getBooleanEvaluation("crossfade.shop.shadow", true, new ImmutableContext())
                .getValue())
        .as("without a key nothing is compared")
        .isFalse();
  }

  @Test
  void whereWritesGoIsNotToldByAFlag() {
    assertThatThrownBy(
            () -> provider.getStringEvaluation("crossfade.shop.writes", "source", key("x")))
        .isInstanceOf(GeneralError.class)
        .hasMessageContaining("Crossfade.write");
    assertThatThrownBy(() -> provider.getBooleanEvaluation("crossfade.shop.writes", true, key("x")))
        .isInstanceOf(GeneralError.class);
  }

  @Test
  void whatIsNotThereIsRefusedByName() {
    assertThatThrownBy(() -> provider.getStringEvaluation("crossfade.stock.reads", "", key("x")))
        .isInstanceOf(FlagNotFoundError.class)
        .hasMessageContaining("crossfade.stock.reads")
        .hasMessageContaining("crossfade.shop.reads");
    assertThatThrownBy(() -> provider.getBooleanEvaluation(READS, true, key("x")))
        .isInstanceOf(TypeMismatchError.class)
        .hasMessageContaining("is a string");
    assertThatThrownBy(() -> provider.getIntegerEvaluation(READS, 1, key("x")))
        .isInstanceOf(TypeMismatchError.class);
    assertThatThrownBy(() -> provider.getDoubleEvaluation(READS, 1.0, key("x")))
        .isInstanceOf(TypeMismatchError.class);
    assertThatThrownBy(() -> provider.getObjectEvaluation("other", new Value(), key("x")))
        .isInstanceOf(FlagNotFoundError.class);
  }

  private ProviderEvaluation<String> reads(String key) {
    return provider.getStringEvaluation(READS, "none", key(key));
  }

  private ProviderEvaluation<Boolean> bool(String flag, String key) {
    return provider.getBooleanEvaluation(flag, false, key(key));
  }

  private static EvaluationContext key(String key) {
    return new ImmutableContext(key);
  }

  private void follow(Route route) {
    source.routes.set(new RouteAnswer(route, null, NAMED));
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (router.route().epoch() < route.epoch()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}

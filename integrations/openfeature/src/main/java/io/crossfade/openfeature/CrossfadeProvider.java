package io.crossfade.openfeature;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.EventProvider;
import dev.openfeature.sdk.ImmutableMetadata;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.FlagNotFoundError;
import dev.openfeature.sdk.exceptions.GeneralError;
import dev.openfeature.sdk.exceptions.OpenFeatureError;
import dev.openfeature.sdk.exceptions.TypeMismatchError;
import io.crossfade.client.Buckets;
import io.crossfade.client.Decision;
import io.crossfade.client.Destination;
import io.crossfade.client.Router;
import io.crossfade.model.Route;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of one migration's router, as flags. The targeting key is the key for whom work is
 * done; a flag and the router never disagree about it.
 *
 * <p>A flag is no fence and no hold: it says where reads go, and refuses to say where writes go.
 * The router stays the caller's: shutting this down does not close it.
 */
public final class CrossfadeProvider extends EventProvider {
  /** Not one of the SDK's own reasons in Java, but of OpenFeature: perhaps out of date. */
  static final String STALE = "STALE";

  private static final Logger LOG = System.getLogger(CrossfadeProvider.class.getPackageName());
  private static final Duration EVERY = Duration.ofMillis(500);

  private final Router router;
  private final RouteWatch watch;
  private final AtomicBoolean warned = new AtomicBoolean();

  public CrossfadeProvider(Router router) {
    this(router, EVERY);
  }

  /**
   * @param every how often it is looked whether anything has changed
   */
  CrossfadeProvider(Router router, Duration every) {
    this.router = router;
    this.watch = new RouteWatch(router, new RouteEvents(this), every);
  }

  @Override
  public Metadata getMetadata() {
    return () -> "crossfade";
  }

  @Override
  public void initialize(EvaluationContext context) {
    watch.start();
  }

  @Override
  public void shutdown() {
    watch.close();
    super.shutdown();
  }

  @Override
  public ProviderEvaluation<String> getStringEvaluation(
      String key, String otherwise, EvaluationContext context) {
    if (flag(key) != RouteFlag.READS) {
      throw refused(key, "a string");
    }
    String reader = context.getTargetingKey();
    Destination reads = router.destination(true, reader);
    String side = reads.side().spelled();
    return ProviderEvaluation.<String>builder()
        .value(side)
        .variant(side)
        .reason(reason(why(reads.why(), reader)))
        .flagMetadata(metadata(reads.route(), reads.why()))
        .build();
  }

  @Override
  public ProviderEvaluation<Boolean> getBooleanEvaluation(
      String key, Boolean otherwise, EvaluationContext context) {
    Route route = router.route();
    RouteFlag flag = flag(key);
    if (flag == RouteFlag.HELD) {
      return answer(route, route.held(), Decision.ROUTE);
    }
    if (flag == RouteFlag.SHADOW) {
      String reader = context.getTargetingKey();
      int share = route.shadowPercent();
      boolean shadowed = reader != null && Buckets.within(share, route.migration(), reader);
      return answer(
          route, shadowed, share == 0 || share == 100 ? Decision.ROUTE : Decision.PERCENTAGE);
    }
    throw refused(key, "a boolean");
  }

  private ProviderEvaluation<Boolean> answer(Route route, boolean value, Decision why) {
    return ProviderEvaluation.<Boolean>builder()
        .value(value)
        .variant(value ? "on" : "off")
        .reason(reason(why(why, "")))
        .flagMetadata(metadata(route, why))
        .build();
  }

  @Override
  public ProviderEvaluation<Integer> getIntegerEvaluation(
      String key, Integer otherwise, EvaluationContext context) {
    throw refused(key, "an integer");
  }

  @Override
  public ProviderEvaluation<Double> getDoubleEvaluation(
      String key, Double otherwise, EvaluationContext context) {
    throw refused(key, "a number");
  }

  @Override
  public ProviderEvaluation<Value> getObjectEvaluation(
      String key, Value otherwise, EvaluationContext context) {
    throw refused(key, "an object");
  }

  private @Nullable RouteFlag flag(String key) {
    return RouteFlag.of(key, router.route().migration());
  }

  private OpenFeatureError refused(String key, String asked) {
    String migration = router.route().migration();
    RouteFlag flag = flag(key);
    if (flag == null) {
      return new FlagNotFoundError(
          "There is no flag \""
              + key
              + "\" here. Migration "
              + migration
              + " has crossfade."
              + migration
              + ".reads, .shadow and .held; another migration needs a provider of its own.");
    }
    if (flag == RouteFlag.WRITES) {
      return writesRefused(key);
    }
    return new TypeMismatchError(key + " is " + flag.type() + ", and " + asked + " was asked for.");
  }

  /** Said in the log as well, for the SDK hands out a default where a flag fails. */
  private OpenFeatureError writesRefused(String key) {
    String why =
        key
            + " is refused, and the default was answered: a flag waits at no hold, and no switch waits for a write"
            + " that it has sent somewhere. Write through the client: Crossfade.write, a routed store or a routed"
            + " DataSource.";
    if (warned.compareAndSet(false, true)) {
      LOG.log(Level.WARNING, why);
    }
    return new GeneralError(why);
  }

  private String reason(Reason why) {
    return watch.stale() ? STALE : why.name();
  }

  /** Whoever has no key belongs to no share: nobody was split. */
  private static Reason why(Decision why, @Nullable String reader) {
    if (why == Decision.LIST) {
      return Reason.TARGETING_MATCH;
    }
    if (why == Decision.PERCENTAGE) {
      return reader == null ? Reason.DEFAULT : Reason.SPLIT;
    }
    return Reason.STATIC;
  }

  private static ImmutableMetadata metadata(Route route, Decision why) {
    return ImmutableMetadata.builder()
        .addString("migration", route.migration())
        .addLong("epoch", route.epoch())
        .addString("writes", lower(route.writes()))
        .addInteger("percent", route.percent())
        .addBoolean("held", route.held())
        .addString("decision", lower(why))
        .build();
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}

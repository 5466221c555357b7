package io.crossfade.spring;

import io.crossfade.client.HoldListener;
import io.crossfade.client.HttpRouteSource;
import io.crossfade.client.KeptRoute;
import io.crossfade.client.Router;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Opens a router as the properties say. */
final class Opening {
  private final CrossfadeProperties properties;
  private final Connection connection;

  Opening(CrossfadeProperties properties) {
    this.properties = properties;
    this.connection = Connection.of(properties);
  }

  /**
   * @param application what people are to see
   */
  Router open(String application, HoldListener holds) {
    requirePositive("crossfade.patience", properties.patience());
    requirePositive("crossfade.hold-limit", properties.holdLimit());
    KeptRoute kept = kept();
    HttpRouteSource source;
    try {
      source = HttpRouteSource.open(connection.planes(), application, properties.patience(), kept);
    } catch (CrossfadeException e) {
      throw e.code() == ErrorCode.NOT_RUNNING ? unreachable(e) : e;
    }
    String found = source.current().route().migration();
    if (properties.migration() != null && !found.equals(properties.migration())) {
      source.close();
      throw Misconfigured.property(
          "crossfade.migration",
          "is \""
              + properties.migration()
              + "\", and the routes there are those of \""
              + found
              + "\".",
          "Correct it, or " + connection.property() + ".");
    }
    return new Router(source, properties.holdLimit(), holds);
  }

  private @Nullable KeptRoute kept() {
    if (properties.keptRoute() == null) {
      return null;
    }
    if (properties.migration() == null) {
      throw Misconfigured.property(
          "crossfade.kept-route",
          "is set without crossfade.migration, so that another migration's route could be taken for ours.",
          "Set crossfade.migration to the migration's name.");
    }
    return new KeptRoute(properties.keptRoute(), properties.migration());
  }

  private static void requirePositive(String property, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw Misconfigured.property(
          property, "is " + value + ".", "Set a time that is longer than nothing, like 5s.");
    }
  }

  /** With what is wrong on our side, as far as that can be told. */
  private CrossfadeException unreachable(CrossfadeException failure) {
    String reason = "The log above says what came of it.";
    try {
      reason =
          connection.property() + " leads to " + connection.planes().get().routes() + ". " + reason;
    } catch (CrossfadeException e) {
      reason = connection.property() + ": " + e.getMessage();
    }
    return Misconfigured.because(
        failure.code(),
        failure.getMessage() + " " + reason,
        "Start `crossfade run` (or `crossfade server`), or correct "
            + connection.property()
            + ". With crossfade.kept-route an application starts without a control plane from its second start on.",
        failure);
  }
}

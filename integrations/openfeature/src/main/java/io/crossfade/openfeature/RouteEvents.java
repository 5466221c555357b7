package io.crossfade.openfeature;

import dev.openfeature.sdk.EventProvider;
import dev.openfeature.sdk.ImmutableMetadata;
import dev.openfeature.sdk.ProviderEvent;
import dev.openfeature.sdk.ProviderEventDetails;
import io.crossfade.model.Route;
import java.util.List;

/**
 * Tells the SDK of changes. Waits for each event to be out: the SDK sends them on many threads, in
 * any order.
 */
final class RouteEvents implements RouteWatch.Listener {
  private final EventProvider provider;

  RouteEvents(EventProvider provider) {
    this.provider = provider;
  }

  @Override
  public void changed(Route route) {
    tell(
        ProviderEvent.PROVIDER_CONFIGURATION_CHANGED,
        route,
        "the route or its readers have changed");
  }

  @Override
  public void lease(boolean stale, Route route) {
    if (stale) {
      tell(ProviderEvent.PROVIDER_STALE, route, "no control plane answers, the last route goes on");
    } else {
      tell(ProviderEvent.PROVIDER_READY, route, "the control plane is back");
    }
  }

  private void tell(ProviderEvent event, Route route, String message) {
    String migration = route.migration();
    ImmutableMetadata metadata =
        ImmutableMetadata.builder()
            .addString("migration", migration)
            .addLong("epoch", route.epoch())
            .build();
    ProviderEventDetails details =
        ProviderEventDetails.builder()
            .flagsChanged(
                List.of(
                    RouteFlag.READS.key(migration),
                    RouteFlag.SHADOW.key(migration),
                    RouteFlag.HELD.key(migration)))
            .message(message)
            .eventMetadata(metadata)
            .build();
    provider.emit(event, details).await();
  }
}

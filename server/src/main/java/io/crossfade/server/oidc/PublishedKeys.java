package io.crossfade.server.oidc;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys that a provider publishes. They are asked for anew when a token names one that is not
/// known, and outlast a provider that is away for a while.
final class PublishedKeys implements JWKSource<SecurityContext> {
  private static final Duration OUTAGE = Duration.ofHours(4);

  private final Discovery provider;
  private @Nullable JWKSource<SecurityContext> found;

  PublishedKeys(Discovery provider) {
    this.provider = provider;
  }

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
      throws KeySourceException {
    return source().get(selector, context);
  }

  private synchronized JWKSource<SecurityContext> source() throws KeySourceException {
    if (found == null) {
      int millis = (int) Discovery.PATIENCE.toMillis();
      try {
        found =
            JWKSourceBuilder.<SecurityContext>create(
                    provider.address("jwks_uri").toURL(),
                    new DefaultResourceRetriever(millis, millis, Discovery.MOST_BYTES))
                .retrying(true)
                .outageTolerant(OUTAGE.toMillis())
                .build();
      } catch (IOException | IllegalArgumentException e) {
        throw new KeySourceException("its keys cannot be found: " + e.getMessage(), e);
      }
    }
    return found;
  }
}

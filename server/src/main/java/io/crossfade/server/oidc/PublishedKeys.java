package io.crossfade.server.oidc;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The keys that a provider publishes, found by OpenID Connect Discovery 1.0 when they are first
/// needed: a provider that is away keeps no server from starting. They are asked for anew when a
/// token names one that is not known, and outlast a provider that is away for a while.
final class PublishedKeys implements JWKSource<SecurityContext> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration OUTAGE = Duration.ofHours(4);
  private static final int MOST_BYTES = 1 << 20;

  private final URI issuer;
  private final DefaultResourceRetriever documents =
      new DefaultResourceRetriever(
          (int) PATIENCE.toMillis(), (int) PATIENCE.toMillis(), MOST_BYTES);
  private @Nullable JWKSource<SecurityContext> found;

  PublishedKeys(URI issuer) {
    this.issuer = issuer;
  }

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
      throws KeySourceException {
    return source().get(selector, context);
  }

  private synchronized JWKSource<SecurityContext> source() throws KeySourceException {
    if (found == null) {
      found =
          JWKSourceBuilder.<SecurityContext>create(keys(), documents)
              .retrying(true)
              .outageTolerant(OUTAGE.toMillis())
              .build();
    }
    return found;
  }

  private URL keys() throws KeySourceException {
    String base = issuer.toString().replaceFirst("/$", "");
    try {
      URL about = URI.create(base + "/.well-known/openid-configuration").toURL();
      Map<String, Object> document =
          JSONObjectUtils.parse(documents.retrieveResource(about).getContent());
      return URI.create(JSONObjectUtils.getString(document, "jwks_uri")).toURL();
    } catch (IOException | ParseException | IllegalArgumentException e) {
      throw new KeySourceException("its document cannot be read: " + e.getMessage(), e);
    }
  }
}

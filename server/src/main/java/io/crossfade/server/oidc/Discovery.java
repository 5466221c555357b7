package io.crossfade.server.oidc;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a provider says of itself (OpenID Connect Discovery 1.0), asked for when it is first
/// needed: a provider that is away keeps no server from starting.
final class Discovery {
  static final Duration PATIENCE = Duration.ofSeconds(5);
  static final int MOST_BYTES = 1 << 20;

  private final URI issuer;
  private @Nullable Map<String, Object> known;

  Discovery(URI issuer) {
    this.issuer = issuer;
  }

  /// One of its addresses.
  URI address(String name) throws IOException {
    try {
      return URI.create(JSONObjectUtils.getString(document(), name));
    } catch (ParseException | IllegalArgumentException | NullPointerException e) {
      throw new IOException("its document has no " + name, e);
    }
  }

  /// What it names in a list; null where it has none.
  @Nullable List<String> list(String name) throws IOException {
    try {
      return JSONObjectUtils.getStringList(document(), name);
    } catch (ParseException e) {
      throw new IOException("its document is wrong about " + name, e);
    }
  }

  private synchronized Map<String, Object> document() throws IOException {
    if (known == null) {
      known = read();
    }
    return known;
  }

  private Map<String, Object> read() throws IOException {
    String base = issuer.toString().replaceFirst("/$", "");
    try {
      int millis = (int) PATIENCE.toMillis();
      Map<String, Object> document =
          JSONObjectUtils.parse(
              new DefaultResourceRetriever(millis, millis, MOST_BYTES)
                  .retrieveResource(URI.create(base + "/.well-known/openid-configuration").toURL())
                  .getContent());
      if (!issuer.toString().equals(document.get("issuer"))) {
        throw new IOException("its document is that of another issuer");
      }
      return document;
    } catch (ParseException | IllegalArgumentException e) {
      throw new IOException("its document cannot be read", e);
    }
  }
}

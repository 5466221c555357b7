package io.crossfade.cli.process;

import io.crossfade.engine.manifest.SecretReference;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.server.ProviderLoginRoutes;
import io.crossfade.server.Routes;
import io.crossfade.server.SessionRoutes;
import io.crossfade.server.configuration.Oidc;
import io.crossfade.server.configuration.ServerConfiguration;
import io.crossfade.server.oidc.CodeFlow;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The way in through a provider, as far as the configuration has one.
///
/// @param issuer empty where there is none
/// @param flow null where there is none
/// @param url of the server, as browsers know it; null where it does not say
record ProviderLogin(String issuer, @Nullable CodeFlow flow, @Nullable String url) {
  private static final ProviderLogin NONE = new ProviderLogin("", null, null);

  /// SECRET_MISSING where that of the client is not there.
  static ProviderLogin of(ServerConfiguration configuration, SecretReferences secrets) {
    Oidc provider = configuration.oidc();
    Oidc.Login login = provider == null ? null : provider.login();
    if (provider == null || login == null) {
      return NONE;
    }
    SecretReference secret = login.secret();
    return new ProviderLogin(
        provider.issuer().toString(),
        new CodeFlow(provider, login.scope(), secret == null ? null : secrets.resolve(secret)),
        configuration.listen().url());
  }

  Routes routes(SessionRoutes sessions) {
    return flow == null
        ? _ -> {}
        : new ProviderLoginRoutes(flow, sessions, InstantSource.system(), url);
  }
}

package io.crossfade.cli.gateway;

import io.crossfade.client.Router;
import io.crossfade.gateway.Gateway;
import io.crossfade.gateway.auth.Logins;
import io.crossfade.gateway.settings.Backends;
import io.crossfade.gateway.settings.Limits;
import io.crossfade.gateway.settings.Listening;
import io.crossfade.gateway.settings.Reads;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;

/// What a gateway is made of, with the secrets.
record GatewayParts(
    String migration,
    Listening listening,
    Backends backends,
    Logins logins,
    Limits limits,
    Reads reads) {

  /// Listens from now on. The router stays the caller's. PREFLIGHT_FAILED where it cannot.
  Gateway start(Router router) {
    try {
      return Gateway.start(listening, router, backends, logins, limits, reads);
    } catch (IllegalArgumentException e) {
      throw unusable(migration, String.valueOf(e.getMessage()), e);
    } catch (IllegalStateException e) {
      throw unusable(
          migration,
          "it cannot listen on %s (%s). End whoever listens there (the gateway inside of `crossfade run` or `crossfade server`, for instance: start that with --no-gateway), or give gateway.listen another port"
              .formatted(where(), reason(e)),
          e);
    }
  }

  private String where() {
    return listening.address().getHostString() + ":" + listening.address().getPort();
  }

  private static String reason(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }

  static CrossfadeException unusable(String migration, String what, Exception cause) {
    return new CrossfadeException(
        ErrorCode.PREFLIGHT_FAILED,
        "the gateway of migration %s cannot be started: %s".formatted(migration, what),
        cause);
  }
}

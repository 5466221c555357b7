package io.crossfade.server.oidc;

import io.crossfade.server.access.Principal;
import java.time.Instant;

/// What became of a login at a provider.
public sealed interface LoginAnswer {
  /// @param until when its token ends
  record Known(Principal who, Instant until) implements LoginAnswer {}

  record Refused(LoginRefusal why) implements LoginAnswer {}
}

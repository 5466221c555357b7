package io.crossfade.server.access;

import java.util.Optional;

/// One kind of tokens.
@FunctionalInterface
public interface Credentials {
  /// Whom this token stands for now; empty where it is none of this kind, or opens nothing.
  Optional<Principal> principal(String token);
}

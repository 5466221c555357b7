package io.crossfade.gateway.auth;

/// How a user proves to the gateway who he is.
public sealed interface Proof {
  /// Not at all: the network is trusted.
  record None() implements Proof {}

  record Scram(ScramVerifier verifier) implements Proof {}

  /// By a certificate of his own that names him, when TLS begins.
  record Certificate() implements Proof {}
}

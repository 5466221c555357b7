package io.crossfade.gateway.auth;

import io.crossfade.model.Side;

/// One user of applications: how he proves himself here, and who he is in the databases.
public record Login(String user, Proof proof, Credentials source, Credentials target) {
  public Credentials on(Side side) {
    return side == Side.SOURCE ? source : target;
  }
}

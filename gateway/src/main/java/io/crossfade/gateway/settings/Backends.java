package io.crossfade.gateway.settings;

import io.crossfade.model.Side;

/// The two databases behind a gateway.
///
/// @param database the name under which clients ask for them
public record Backends(String database, Backend source, Backend target) {
  public Backend on(Side side) {
    return side == Side.SOURCE ? source : target;
  }
}

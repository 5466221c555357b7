package io.crossfade.gateway.settings;

import io.crossfade.model.Side;
import java.util.List;

/// The two databases behind a gateway.
///
/// @param database the name under which clients ask for them
/// @param ownSettings names of settings of the applications' own (`shop.tenant`), which a session
///   takes along when it is moved: PostgreSQL lists only its own
public record Backends(String database, Backend source, Backend target, List<String> ownSettings) {
  public Backend on(Side side) {
    return side == Side.SOURCE ? source : target;
  }
}

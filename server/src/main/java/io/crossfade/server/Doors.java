package io.crossfade.server;

import io.crossfade.server.tls.Certificate;
import org.jspecify.annotations.Nullable;

/// Where a server is reached.
///
/// @param loopback the port for whoever is on this machine; 0 for a free one
/// @param outside null where nobody else reaches it
public record Doors(int loopback, @Nullable Outside outside) {

  /// @param address of the machine, on which to listen; `0.0.0.0` for all
  /// @param port 0 for a free one
  /// @param certificate null where a proxy encrypts
  public record Outside(String address, int port, @Nullable Certificate certificate) {}

  /// Only for whoever is on this machine.
  public static Doors loopback(int port) {
    return new Doors(port, null);
  }
}

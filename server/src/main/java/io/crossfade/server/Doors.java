package io.crossfade.server;

import io.crossfade.server.configuration.Listen;
import io.crossfade.server.configuration.ServerConfiguration;
import io.crossfade.server.configuration.Tls;
import io.crossfade.server.tls.Certificate;
import org.jspecify.annotations.Nullable;

/// Where a server is reached.
///
/// @param loopback the port for whoever is on this machine; 0 for a free one
/// @param outside null where nobody else reaches it
/// @param byProxy whether a proxy stands before it, and tells who comes, and how
public record Doors(int loopback, @Nullable Outside outside, boolean byProxy) {

  /// @param address of the machine, on which to listen; `0.0.0.0` for all
  /// @param port 0 for a free one
  /// @param certificate null where a proxy encrypts
  public record Outside(String address, int port, @Nullable Certificate certificate) {}

  /// Only for whoever is on this machine.
  public static Doors loopback(int port) {
    return new Doors(port, null, false);
  }

  /// Beside what is open to others there is always one for the commands of this machine.
  public static Doors of(ServerConfiguration configuration) {
    Listen listen = configuration.listen();
    Tls tls = configuration.tls();
    Certificate certificate = tls == null ? null : tls.certificate();
    boolean byProxy = tls != null && certificate == null;
    return listen.isLoopback() && certificate == null
        ? new Doors(listen.port(), null, byProxy)
        : new Doors(0, new Outside(listen.address(), listen.port(), certificate), byProxy);
  }
}

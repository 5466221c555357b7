package io.crossfade.server.configuration;

import io.crossfade.engine.manifest.YamlNode;
import org.jspecify.annotations.Nullable;

/// Where a server is asked.
///
/// @param address of this machine
/// @param port 0 for a free one
/// @param url what others reach it by; null for where it listens
public record Listen(String address, int port, @Nullable String url) {
  public static final Listen DEFAULT = new Listen("127.0.0.1", 7400, null);

  static Listen of(YamlNode.Fields section) {
    String address = section.optionalText("address");
    String port = section.optionalText("port");
    return new Listen(
        address == null ? DEFAULT.address : address,
        port == null ? DEFAULT.port : Integer.parseInt(port),
        section.optionalText("url"));
  }

  /// The same on another port.
  public Listen at(int other) {
    return new Listen(address, other, url);
  }

  /// Whether nobody but this machine reaches it.
  public boolean isLoopback() {
    return ThisHost.is(address);
  }
}

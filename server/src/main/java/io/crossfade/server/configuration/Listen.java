package io.crossfade.server.configuration;

import io.crossfade.engine.manifest.YamlNode;
import org.jspecify.annotations.Nullable;

/// Where a server is asked.
///
/// @param port 0 for a free one
/// @param url what others reach it by; null for where it listens
public record Listen(int port, @Nullable String url) {
  public static final Listen DEFAULT = new Listen(7400, null);

  static Listen of(YamlNode.Fields section) {
    String port = section.optionalText("port");
    return new Listen(
        port == null ? DEFAULT.port : Integer.parseInt(port), section.optionalText("url"));
  }

  /// The same on another port.
  public Listen at(int other) {
    return new Listen(other, url);
  }
}

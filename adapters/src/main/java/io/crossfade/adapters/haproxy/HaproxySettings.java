package io.crossfade.adapters.haproxy;

import io.crossfade.adapters.ConfigFile;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Which HAProxy is led, and by which names its servers go.
///
/// @param file in which the servers stand
/// @param socket of `stats socket ... level admin`
/// @param backends whose sessions go where the route writes
/// @param readOnly whose sessions go where all reads go
/// @param source the name that the source has in each of them
/// @param target the name of the target
public record HaproxySettings(
    ConfigFile file,
    Path socket,
    List<String> backends,
    List<String> readOnly,
    String source,
    String target) {
  public HaproxySettings {
    backends = List.copyOf(backends);
    readOnly = List.copyOf(readOnly);
  }

  Stream<String> all() {
    return Stream.concat(backends.stream(), readOnly.stream());
  }

  Server server(String backend, Side side) {
    return new Server(backend, side == Side.SOURCE ? source : target);
  }

  /// A line `server` of a backend.
  record Server(String backend, String name) {
    @Override
    public String toString() {
      return backend + "/" + name;
    }
  }
}

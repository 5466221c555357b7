package io.crossfade.adapters.pgbouncer;

import io.crossfade.adapters.ConfigFile;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Which PgBouncer is led, and where its databases may point.
///
/// @param file in which the lines of the databases stand
/// @param databases whose transactions go where the route writes
/// @param readOnly whose transactions go where all reads go
/// @param deadline how long a hold may last
public record PgBouncerSettings(
    ConfigFile file,
    Login console,
    List<String> databases,
    List<String> readOnly,
    Place source,
    Place target,
    Duration deadline) {
  public PgBouncerSettings {
    databases = List.copyOf(databases);
    readOnly = List.copyOf(readOnly);
  }

  /// The admin console, as somebody in `admin_users`.
  ///
  /// @param host a loopback address, or the directory of a Unix domain socket
  public record Login(String host, int port, String user, Secret password) {}

  Place place(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  Stream<String> all() {
    return Stream.concat(databases.stream(), readOnly.stream());
  }
}

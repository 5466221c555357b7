package io.crossfade.engine.manifest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The gateway that applications connect to, as the manifest says it: without the secrets. Whoever
/// adds a key adds a component here.
///
/// @param database the name under which clients ask for it; null for the source's own
/// @param tls towards clients; null where they can have none
/// @param ownSettings names of settings of the applications' own, which sessions take along
/// @param reads which sessions a share of the reads is made of
/// @param inside whether `run` and `server` have one in their process
public record GatewaySettings(
    Listen listen,
    @Nullable String database,
    @Nullable Tls tls,
    List<GatewayUser> users,
    List<String> ownSettings,
    Limits limits,
    Reads reads,
    boolean inside) {
  public GatewaySettings {
    users = List.copyOf(users);
    ownSettings = List.copyOf(ownSettings);
  }

  /// The same on another port.
  public GatewaySettings at(int port) {
    return new GatewaySettings(
        new Listen(listen.address, port), database, tls, users, ownSettings, limits, reads, inside);
  }

  /// @param port 0 for a free one
  public record Listen(String address, int port) {
    public static final Listen DEFAULT = new Listen("127.0.0.1", 6432);

    /// Whether nobody but this machine reaches it. Said by the address itself: reading a manifest
    /// asks no name server.
    public boolean isLoopback() {
      return address.matches("localhost|127(\\.\\d{1,3}){3}|::1");
    }
  }

  /// @param sticky the setting of the startup packet by which sessions belong together; empty where
  ///   each is for itself
  /// @param within how long the side that is not written may take to answer
  public record Reads(String sticky, Duration within) {
    public static final Reads DEFAULT = new Reads("", Duration.ofSeconds(1));
  }

  /// @param required whether clients without TLS are refused
  /// @param clients who vouches for clients' certificates; null where none is asked for
  public record Tls(Path certificate, Path key, boolean required, @Nullable Path clients) {}

  /// @param sessions clients at once
  /// @param login how long a client may take to log in, and a database to let the gateway in
  /// @param pins how long a hold is put off for sessions with what cannot be taken along
  /// @param busy after how long of a hold a session in a transaction is ended; null for never
  public record Limits(int sessions, Duration login, Duration pins, @Nullable Duration busy) {
    public static final Limits DEFAULT =
        new Limits(1000, Duration.ofSeconds(30), Duration.ofSeconds(5), null);
  }
}

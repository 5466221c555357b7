package io.crossfade.gateway.settings;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where and how clients are listened for.
///
/// @param address port 0 means any that is free
/// @param tls null if no client can have it
/// @param succession the path of a Unix domain socket, in a directory of the user's own, at which
///   the listening socket is offered to the process that comes next; null if it is not
/// @param replaces whether the listening socket of the process before is asked for there first,
///   which then takes in nobody any more
public record Listening(
    InetSocketAddress address,
    @Nullable ClientTls tls,
    @Nullable Path succession,
    boolean replaces) {
  public Listening(InetSocketAddress address, @Nullable ClientTls tls) {
    this(address, tls, null, false);
  }
}

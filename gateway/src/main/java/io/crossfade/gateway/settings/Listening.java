package io.crossfade.gateway.settings;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where and how clients are listened for.
///
/// @param address port 0 means any that is free
/// @param tls null if no client can have it
/// @param succession where the next process asks for the listening socket, and this one asks the
///   one before: the path of a Unix domain socket in a directory of the user's own; null if each
///   process listens for itself
public record Listening(
    InetSocketAddress address, @Nullable ClientTls tls, @Nullable Path succession) {
  public Listening(InetSocketAddress address, @Nullable ClientTls tls) {
    this(address, tls, null);
  }
}

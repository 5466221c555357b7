package io.crossfade.gateway.settings;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Where and how clients are listened for.
///
/// @param address port 0 means any that is free
/// @param tls null if no client can have it
public record Listening(InetSocketAddress address, @Nullable ClientTls tls) {}

package io.crossfade.gateway.settings;

import org.jspecify.annotations.Nullable;

/// Where one of the two databases is.
///
/// @param database its name there
/// @param tls null to speak to it without
public record Backend(String host, int port, String database, @Nullable BackendTls tls) {}

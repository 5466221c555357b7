package io.crossfade.gateway.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// With what the gateway proves to clients who it is.
///
/// @param certificates the gateway's own and those between it and one that clients trust, as PEM
/// @param key of the first one, as PEM, not encrypted
/// @param required whether clients without TLS are refused
/// @param clients who vouches for clients' certificates, as PEM; null if none is asked for
public record ClientTls(Path certificates, Path key, boolean required, @Nullable Path clients) {}

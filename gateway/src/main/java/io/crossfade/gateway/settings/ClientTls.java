package io.crossfade.gateway.settings;

import java.nio.file.Path;

/// With what the gateway proves to clients who it is.
///
/// @param certificates the gateway's own and those between it and one that clients trust, as PEM
/// @param key of the first one, as PEM, not encrypted
/// @param required whether clients without TLS are refused
public record ClientTls(Path certificates, Path key, boolean required) {}

package io.crossfade.gateway.settings;

/// Where one of the two databases is.
///
/// @param database its name there
public record Backend(String host, int port, String database) {}

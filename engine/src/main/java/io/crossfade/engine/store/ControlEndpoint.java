package io.crossfade.engine.store;

import io.crossfade.model.Secret;

/// Where the process of a store can be asked, on loopback.
///
/// @param token what a request has to bear
public record ControlEndpoint(long pid, int port, Secret token) {}

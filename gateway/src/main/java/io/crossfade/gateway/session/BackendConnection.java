package io.crossfade.gateway.session;

import io.crossfade.gateway.settings.Backend;
import io.crossfade.model.Side;
import io.netty.channel.Channel;
import java.util.Map;

/// A connection to a database, logged in and idle.
///
/// @param parameters what it has told of its settings
/// @param key with which what it does can be cancelled, as it gave it
public record BackendConnection(
    Channel channel, Side side, Backend backend, Map<String, String> parameters, byte[] key) {}

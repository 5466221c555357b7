package io.crossfade.gateway.session;

import io.crossfade.gateway.reads.Read;
import io.crossfade.model.Side;

/// A read that was answered and is to be compared.
///
/// @param key of the session, which belongs to the share
/// @param likeness of the connections on which it is asked again
/// @param question as it is sent to a database
record Sample(Read read, String key, Side answered, Likeness likeness, byte[] question) {}

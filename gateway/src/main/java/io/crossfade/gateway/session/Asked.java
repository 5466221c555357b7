package io.crossfade.gateway.session;

import io.crossfade.gateway.reads.Batch;
import io.crossfade.gateway.reads.Read;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A read that a client asks for.
///
/// @param in as it has come
/// @param prepared the statement, if it was prepared with a name
/// @param types of its parameters, by number, if so
record Asked(
    ByteBuf in,
    Batch batch,
    Read read,
    SessionState.@Nullable Prepared prepared,
    List<String> types) {}

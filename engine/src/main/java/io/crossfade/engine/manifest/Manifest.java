package io.crossfade.engine.manifest;

import io.crossfade.model.Readers;
import org.jspecify.annotations.Nullable;

/// What the user wants: which database becomes which, what is moved, and at what pace.
///
/// @param migration the migration's name, `[a-z][a-z0-9_]{0,30}`
/// @param store the server on which the control store lies; null where it is a file in the state
///   directory
/// @param scope which tables, and how their rows change on the way
/// @param copy how hard the copy may press on the source
/// @param throttle what the databases have to bear
/// @param course the strategy, and how traffic moves once the data is there
/// @param readers for whom no percentage of the reads decides
/// @param gateway what applications connect to; null where they find the databases by themselves
/// @param adapters what leads routers of others
public record Manifest(
    String migration,
    @Nullable DatabaseReference store,
    DatabaseReference source,
    DatabaseReference target,
    Scope scope,
    CopySettings copy,
    ThrottleSettings throttle,
    Course course,
    Readers readers,
    @Nullable GatewaySettings gateway,
    AdapterSettings adapters) {}

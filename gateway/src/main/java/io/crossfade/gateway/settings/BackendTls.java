package io.crossfade.gateway.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A database is spoken to over TLS only. It has to prove that it is the host it was looked for at
/// (`verify-full`): anything less would hand passwords and rows to whoever stands in between.
///
/// @param trusted certificates as PEM; null for those that Java trusts
public record BackendTls(@Nullable Path trusted) {}

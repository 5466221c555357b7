package io.crossfade.engine;

import java.time.Instant;

/// An event with its place in a migration's log.
///
/// @param seq counts a migration's events, from 1 without gaps
/// @param at when it was recorded, by the clock of the process that did
/// @param version the Crossfade that wrote it
public record Recorded(
    String migration, long seq, Instant at, String version, MigrationEvent event) {}

package io.crossfade.engine;

/// Something that a person can do now.
///
/// @param command as typed after `crossfade`, without the migration's name
public record NextStep(String command, String does) {}

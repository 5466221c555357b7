package io.crossfade.cli.process;

/// Where a migration is asked about: on this machine, or at a server.
public sealed interface Whereabouts permits StateDirectory, ServedMigration {}

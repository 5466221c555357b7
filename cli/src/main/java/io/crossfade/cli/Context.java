package io.crossfade.cli;

/// What every command needs.
record Context(Engine engine, Terminal terminal) {}

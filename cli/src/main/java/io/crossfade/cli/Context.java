package io.crossfade.cli;

import io.crossfade.cli.process.Engine;

/// What every command needs.
record Context(Engine engine, Terminal terminal) {}

package io.crossfade.cli;

import io.crossfade.cli.process.Engine;
import io.crossfade.server.wire.WireJson;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Runs commands as a shell would, with what they print kept.
final class Commands {
  private final Engine engine;

  Commands(Engine engine) {
    this.engine = engine;
  }

  record Ran(int exitCode, String out, String err) {
    Answer answer() {
      return WireJson.read(out, Answer.class);
    }
  }

  Ran run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(print(out), print(err), false, false);
    int exitCode = CrossfadeCommand.commandLine(engine, terminal).execute(args);
    return new Ran(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}

package io.crossfade.cli;

import io.crossfade.engine.NextStep;
import io.crossfade.server.wire.WireJson;
import java.util.List;

/// What `-o json` writes: always one document of this form, also for an error.
///
/// @param result what the command says about itself in docs/cli.md
public record Answer(String command, int exitCode, Object result, List<NextStep> nextSteps) {
  public Answer {
    nextSteps = List.copyOf(nextSteps);
  }

  String json() {
    return WireJson.pretty(this);
  }
}

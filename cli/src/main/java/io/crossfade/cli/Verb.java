package io.crossfade.cli;

import io.crossfade.cli.process.RunningProcess;
import io.crossfade.cli.process.Whereabouts;
import io.crossfade.cli.view.ProgressView;
import io.crossfade.cli.view.Style;
import io.crossfade.engine.Control;
import io.crossfade.engine.NextStep;
import io.crossfade.server.RemoteControl;
import java.util.List;

/// Something that the running process is asked to do. How it goes on is shown until it is done.
///
/// @param work asks for it, and says what came of it
record Verb(String command, Context context, Work work) {
  interface Work {
    Done ask(Control control);
  }

  /// @param ended whether the migration is over, so that nobody can be asked any more
  record Done(ExitCode exit, Object result, List<String> text, boolean ended) {
    static Done of(ExitCode exit, Object result, List<String> text) {
      return new Done(exit, result, text, false);
    }

    static Done last(Object result, List<String> text) {
      return new Done(ExitCode.OK, result, text, true);
    }
  }

  int run(Whereabouts where, Format format) {
    try (RemoteControl control = RunningProcess.need(where)) {
      Done done = watched(control);
      List<NextStep> next = done.ended() ? List.of() : control.status().outlook().nextSteps();
      return format.write(
          context.terminal(),
          new Answer(command, done.exit().number(), done.result(), next),
          done.text());
    }
  }

  private Done watched(RemoteControl control) {
    Terminal terminal = context.terminal();
    Style style = new Style(terminal.colour());
    try (ProgressView _ =
        new ProgressView(control::status, terminal.err(), terminal.live(), style)) {
      return work.ask(control);
    }
  }
}

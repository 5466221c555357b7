package io.crossfade.cli;

import io.crossfade.cli.view.Style;
import io.crossfade.cli.view.WatchView;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Status;
import io.crossfade.server.wire.WireJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "watch",
    description = {
      "Shows how a migration goes on, until it ends; Ctrl-C ends only the watching.",
      "Drawn over on a terminal, a line per change in a pipe. Where the process that carries it on ends, it waits for the"
          + " next one."
    })
final class WatchCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private Which which;
  @Mixin private Format format;

  WatchCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean live = context.terminal().live() && !format.isJson();
    Status last = new Watcher(view(), live).untilEnd(which.where(context.engine()));
    return exit(last).number();
  }

  private WatchView view() {
    Terminal terminal = context.terminal();
    if (format.isJson()) {
      return WatchView.of(now -> WireJson.write(answer(now)), terminal.out(), terminal.err());
    }
    return terminal.live()
        ? WatchView.live(terminal.out(), new Style(terminal.colour()))
        : WatchView.lines(terminal.out(), terminal.err());
  }

  private static Answer answer(Status now) {
    return new Answer("watch", exit(now).number(), now, now.outlook().nextSteps());
  }

  private static ExitCode exit(Status now) {
    return now.where().phase() == Phase.ABORTED ? ExitCode.ROLLED_BACK : ExitCode.OK;
  }
}

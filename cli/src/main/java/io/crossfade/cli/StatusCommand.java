package io.crossfade.cli;

import io.crossfade.cli.process.RunningProcess;
import io.crossfade.cli.process.StateDirectory;
import io.crossfade.cli.view.StatusPage;
import io.crossfade.cli.view.Style;
import io.crossfade.engine.Status;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.RemoteControl;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    description = {
      "Says how a migration is doing and what can be done next.",
      "Where no process carries it on, it says what was recorded last."
    })
final class StatusCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private Which which;
  @Mixin private Format format;

  StatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Status status = status(which.directory(context.engine()));
    Style style = new Style(context.terminal().colour());
    return format.write(
        context.terminal(),
        new Answer("status", ExitCode.OK.number(), status, status.outlook().nextSteps()),
        StatusPage.of(status, style));
  }

  private static Status status(StateDirectory directory) {
    Optional<RemoteControl> running = RunningProcess.find(directory);
    if (running.isEmpty()) {
      return directory.recordedStatus();
    }
    try (RemoteControl control = running.get()) {
      return control.status();
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.NOT_RUNNING) {
        throw e;
      }
      // it ended while we asked: what it recorded is all there is now
      return directory.recordedStatus();
    }
  }
}

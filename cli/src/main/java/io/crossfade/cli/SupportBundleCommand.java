package io.crossfade.cli;

import io.crossfade.cli.bundle.Bundle;
import io.crossfade.cli.bundle.Contents;
import io.crossfade.cli.process.Known;
import io.crossfade.cli.process.StateDirectory;
import io.crossfade.engine.report.Redaction;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "support-bundle",
    description = {
      "Puts what somebody needs who helps from afar into one zip: logs, events, report, status, plan, manifest, versions,"
          + " settings of both servers, threads.",
      "No secrets, and nothing of any row. What cannot be had is named in it."
    })
final class SupportBundleCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Context context;

  @Mixin private Which which;
  @Mixin private Format format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write it. Default: ./crossfade-<migration>-<time>.zip.")
  private @Nullable Path out;

  SupportBundleCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    StateDirectory directory = which.directory(context.engine());
    var status = Known.status(directory);
    Path manifest = which.manifest();
    Redaction redaction = new Redaction(Contents.secrets(context.engine(), manifest, directory));
    Path file =
        out != null
            ? out
            : Path.of(
                "crossfade-%s-%s.zip"
                    .formatted(status.where().migration(), TIME.format(Instant.now())));
    Bundle.Written written =
        new Bundle(redaction::text)
            .write(file, new Contents(context.engine(), manifest, directory, redaction).parts());
    return format.write(
        context.terminal(),
        new Answer("support-bundle", ExitCode.OK.number(), written, status.outlook().nextSteps()),
        lines(written));
  }

  private static List<String> lines(Bundle.Written written) {
    List<String> lines = new ArrayList<>();
    lines.add("Written: %s (%d parts).".formatted(written.file(), written.parts().size()));
    written.missing().forEach((part, why) -> lines.add("missing: %s: %s".formatted(part, why)));
    lines.add("It holds no secrets and nothing of any row. Look into it before you send it.");
    return lines;
  }
}

package io.crossfade.cli;

import io.crossfade.engine.Control;
import io.crossfade.engine.Status;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The step about which somebody says yes or no.
final class WhichStep {
  @Option(
      names = "--step",
      paramLabel = "STEP",
      description =
          "Which one: cutover, cleanup or shift-reads. Not needed where only one is asked for.")
  private @Nullable String step;

  /// NOT_ALLOWED_NOW where it is none, or could be several.
  Status.Approval find(Control control) {
    List<Status.Approval> all = control.approving().all();
    List<Status.Approval> meant =
        all.stream()
            .filter(approval ->
                step == null ? approval.isAsked() : step.equals(approval.step().spelled()))
            .toList();
    if (meant.size() != 1) {
      throw new CrossfadeException(
          ErrorCode.NOT_ALLOWED_NOW,
          "%s. What needs approval: %s"
              .formatted(
                  meant.isEmpty()
                      ? whyNone()
                      : "several steps are asked for; say which with --step",
                  all.isEmpty()
                      ? "nothing"
                      : String.join(
                          "; ",
                          all.stream()
                              .map(each -> each.step().spelled() + ": " + each.text())
                              .toList())));
    }
    return meant.getFirst();
  }

  private String whyNone() {
    return step == null
        ? "nobody has asked for anything"
        : "%s needs no approval now".formatted(step);
  }
}

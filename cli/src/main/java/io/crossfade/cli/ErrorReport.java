package io.crossfade.cli;

import io.crossfade.engine.NextStep;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Says what went wrong: to people on the standard error, to scripts as the command's document.
final class ErrorReport implements IExecutionExceptionHandler {
  private final Terminal terminal;

  /// What `-o json` writes in place of a result.
  record Failure(String code, String message, Map<String, String> fields) {}

  ErrorReport(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult all) {
    if (e instanceof CommandLine.ParameterException usage) {
      terminal.err().println("crossfade: " + usage.getMessage());
      return ExitCode.USAGE.number();
    }
    Failure failure = failure(e);
    ExitCode exit =
        e instanceof CrossfadeException known ? ExitCode.of(known.code()) : ExitCode.FAILED;
    terminal.err().println(text(failure));
    if (command.getCommandSpec().root().userObject() instanceof CrossfadeCommand root
        && root.isDebugging()) {
      e.printStackTrace(terminal.err());
    }
    if (command.getParseResult().matchedOptionValue("--output", Format.Kind.text)
        == Format.Kind.json) {
      terminal
          .out()
          .println(new Answer(name(command), exit.number(), failure, next(failure)).json());
    }
    return exit.number();
  }

  /// As it is typed, without the program.
  private static String name(CommandLine command) {
    CommandLine parent = command.getParent();
    return parent == null || parent.getParent() == null
        ? command.getCommandName()
        : name(parent) + " " + command.getCommandName();
  }

  /// What the refusal itself says is to be done first.
  private static List<NextStep> next(Failure failure) {
    String next = failure.fields().get("next");
    return next == null ? List.of() : List.of(new NextStep(next, "then this is possible"));
  }

  private static Failure failure(Exception e) {
    return switch (e) {
      case CrossfadeException known ->
          new Failure(known.code().name(), String.valueOf(known.getMessage()), known.fields());
      case UncheckedIOException io ->
          new Failure(ErrorCode.INTERNAL.name(), String.valueOf(io.getMessage()), Map.of());
      default ->
          new Failure(
              ErrorCode.INTERNAL.name(),
              e + ". This is a defect: please report it, with what --debug adds.",
              Map.of());
    };
  }

  private static String text(Failure failure) {
    String fields =
        failure.fields().entrySet().stream()
            .map(field -> " " + field.getKey() + "=" + field.getValue())
            .collect(Collectors.joining());
    return "crossfade: %s%n  (%s%s)".formatted(failure.message(), failure.code(), fields);
  }
}

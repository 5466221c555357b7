package io.crossfade.cli;

import java.util.List;
import picocli.CommandLine.Option;

/// In which form a command's result is written.
final class Format {
  enum Kind {
    text,
    json
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json. Default: text.")
  private Kind kind = Kind.text;

  boolean isJson() {
    return kind == Kind.json;
  }

  /// Writes the result to the standard output.
  ///
  /// @param text the result for people
  int write(Terminal terminal, Answer answer, List<String> text) {
    if (kind == Kind.json) {
      terminal.out().println(answer.json());
    } else {
      text.forEach(terminal.out()::println);
    }
    terminal.out().flush();
    return answer.exitCode();
  }
}

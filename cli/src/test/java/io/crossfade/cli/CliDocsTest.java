package io.crossfade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class CliDocsTest {
  private static final Path PAGE = Path.of("..", "docs", "cli.md");

  @Test
  void everyCommandHasASectionWithItsUsage() throws IOException {
    String page = Files.readString(PAGE);
    for (CommandLine command : commands(commands())) {
      String name = command.getCommandSpec().qualifiedName().replaceFirst("^crossfade ", "");
      String section = "## %s\n```\n%s```\n".formatted(name, command.getUsageMessage(Ansi.OFF));
      assertThat(page)
          .withFailMessage("docs/cli.md is not what the command says. Paste this:\n\n%s", section)
          .contains(section);
    }
  }

  @Test
  void everyExitCodeIsThere() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(Arrays.stream(ExitCode.values()).map(e -> "| %d |".formatted(e.number())))
        .allSatisfy(row -> assertThat(page).contains(row));
  }

  /// Those that are below it, at any depth.
  private static List<CommandLine> commands(CommandLine command) {
    return command.getSubcommands().values().stream()
        .flatMap(sub -> Stream.concat(Stream.of(sub), commands(sub).stream()))
        .toList();
  }

  private static CommandLine commands() {
    return CrossfadeCommand.commandLine(
        new FakeEngine(), new Terminal(System.out, System.err, false, false));
  }
}

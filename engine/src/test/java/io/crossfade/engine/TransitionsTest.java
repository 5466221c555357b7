package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TransitionsTest {
  private static final Path PAGE = Path.of("..", "docs", "states.md");

  @Test
  void thePageShowsTheTable() throws IOException {
    String diagram = diagram();
    assertThat(Files.readString(PAGE))
        .withFailMessage(
            "docs/states.md does not show the table of moves. Paste this:\n\n%s", diagram)
        .contains(diagram);
  }

  @Test
  void everyPhaseCanBeReachedAndEverythingButAnEndCanBeLeft() {
    Set<Phase> reached = EnumSet.of(Phase.NEW);
    while (Transitions.TABLE.stream()
        .filter(m -> reached.contains(m.from()))
        .map(Transitions.Move::to)
        .map(reached::add)
        .reduce(false, Boolean::logicalOr)) {}
    assertThat(reached).containsExactlyInAnyOrder(Phase.values());
    assertThat(Arrays.stream(Phase.values()).filter(p -> Transitions.from(p).isEmpty()))
        .allMatch(Phase::isEnd);
  }

  @Test
  void oneMovePerPhaseAndStep() {
    assertThat(Transitions.TABLE.stream().map(m -> m.from() + " " + m.step()))
        .doesNotHaveDuplicates();
  }

  private static String diagram() {
    return Transitions.TABLE.stream()
        .map(m -> "    %s --> %s : %s".formatted(m.from(), m.to(), m.step().spelled()))
        .collect(
            Collectors.joining(
                "\n",
                "```mermaid\nstateDiagram-v2\n    [*] --> NEW\n",
                "\n    CLEANED --> [*]\n    ABORTED --> [*]\n```\n"));
  }
}

package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.report.Report;
import io.crossfade.engine.store.EventLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The events of every release are read, and tell a story that is still possible.
class KeptEventsTest {
  static List<Path> states() throws IOException {
    try (Stream<Path> files = Files.walk(KeptState.ALL)) {
      return files
          .filter(file -> file.endsWith("events.jsonl"))
          .map(Path::getParent)
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("states")
  void everyEventIsReadAndFollowsFromThoseBefore(Path directory) throws IOException {
    KeptState state = new KeptState(directory);
    List<Recorded> events = EventLines.read(state.events());
    assertThat(events).hasSizeGreaterThan(5);
    assertThat(Report.of(events).what().phase())
        .isEqualTo(directory.endsWith("cut-over") ? Phase.CUT_OVER : Phase.PREPARED);
  }
}

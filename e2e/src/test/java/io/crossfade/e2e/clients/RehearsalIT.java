package io.crossfade.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Await;
import io.crossfade.engine.Control.RehearsalReport;
import io.crossfade.engine.Decision;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An application that writes all the time waits in a rehearsal, and is never refused.
@Timeout(120)
class RehearsalIT {
  @TempDir Path directory;

  @Test
  void aClientWaitsAndNothingFails() throws Exception {
    try (ServedMigration served = new ServedMigration("rehearsal_client", directory);
        RoutedWriter writer = new RoutedWriter(served.routes(), served.databases()).start()) {
      rehearse(served, writer);
      rehearse(served, writer);
      assertThat(served.cutover().decision()).isEqualTo(Decision.FLIP);
      rehearse(served, writer);
      writer.close();
      served.live().migration().verify(false);
      List<String> there =
          served.databases().column(Side.TARGET, "SELECT name FROM notes WHERE name ~ '^routed'");
      assertThat(there).containsExactlyInAnyOrderElementsOf(writer.acknowledged());
    }
  }

  private static void rehearse(ServedMigration served, RoutedWriter writer) {
    int before = writer.acknowledged().size();
    Await.that(() -> writer.acknowledged().size() > before + 10);
    RehearsalReport report = served.live().migration().rehearse();
    assertThat(report.passed()).as(report.report().reason()).isTrue();
    int after = writer.acknowledged().size();
    Await.that(() -> writer.acknowledged().size() > after + 10);
  }
}

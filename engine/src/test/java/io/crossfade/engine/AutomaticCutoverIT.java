package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Side;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutomaticCutoverIT {
  @TempDir Path directory;

  @Test
  void waitsForTheGateCutsOverOnceAndNotAgainAfterARollback() throws Exception {
    try (LiveMigration live =
        LiveMigration.readyToSwitch(new TwoDatabases(), "automatic", "10s", directory)) {
      AtomicInteger refusals = new AtomicInteger();
      live.journal()
          .listen(recorded -> {
            if (recorded.event() instanceof MigrationEvent.StepFailed) {
              refusals.incrementAndGet();
            }
          });

      live.migration().cutOverByItself();

      assertThat(live.journal().state().phase()).isEqualTo(Phase.CUT_OVER);
      assertThat(refusals).as("a gate that is not open yet is waited for").hasValue(0);
      live.migration().rollback(false);
      live.migration().cutOverByItself();
      assertThat(live.journal().state().authoritative()).isEqualTo(Side.SOURCE);
    }
  }
}

package io.crossfade.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Decision;
import io.crossfade.engine.MigrationEvent.Noted;
import io.crossfade.engine.Recorded;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StoreKillIT {
  private static final int ENOUGH = 300;

  @TempDir Path directory;

  @RepeatedTest(3)
  void everyAcknowledgedEventSurvivesKill9() throws Exception {
    int acknowledged = acknowledgedBeforeKill("events");
    try (Store store = Store.open(directory, InstantSource.system())) {
      List<Recorded> events = store.events().events("shop");
      assertThat(events).hasSizeGreaterThanOrEqualTo(acknowledged);
      for (int i = 1; i <= acknowledged; i++) {
        assertThat(events.get(i - 1).event()).isEqualTo(new Noted("event " + i));
      }
    }
  }

  @RepeatedTest(3)
  void everyAcknowledgedDecisionSurvivesKill9() throws Exception {
    int acknowledged = acknowledgedBeforeKill("decisions");
    try (Store store = Store.open(directory, InstantSource.system())) {
      for (int i = 1; i <= acknowledged; i++) {
        assertThat(store.decisions().outcome("shop", i)).contains(Decision.FLIP);
      }
    }
  }

  /// A file that is written for minutes is another case than one that is written for a moment.
  @Test
  void everyAcknowledgedEventSurvivesKill9InAnOldFile() throws Exception {
    int acknowledged = 0;
    for (int round = 0; round < 4; round++) {
      try (ChildJvm child = ChildJvm.start(OldFileChild.class, directory.toString(), "100")) {
        acknowledged = Integer.parseInt(String.valueOf(child.line()));
        child.kill();
      }
      assertThat(acknowledged).isEqualTo(100 * (round + 1));
    }
    try (Store store = Store.open(directory, InstantSource.system())) {
      assertThat(store.events().events("shop")).hasSize(acknowledged);
    }
  }

  private int acknowledgedBeforeKill(String what) throws Exception {
    int acknowledged = 0;
    try (ChildJvm child = ChildJvm.start(AppendChild.class, directory.toString(), what)) {
      while (acknowledged < ENOUGH) {
        acknowledged = Integer.parseInt(String.valueOf(child.line()));
      }
      return child.kill().stream().mapToInt(Integer::parseInt).max().orElse(acknowledged);
    }
  }
}

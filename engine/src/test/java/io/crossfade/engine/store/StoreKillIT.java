package io.crossfade.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Decision;
import io.crossfade.engine.MigrationEvent.Noted;
import io.crossfade.engine.Recorded;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class StoreKillIT {
  private static final int ENOUGH = 300;

  @TempDir Path directory;

  /// In a file or on a server.
  private String place(boolean onServer) {
    return onServer ? SharedPostgres.newDatabase(18) : directory.toString();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, false, true})
  void everyAcknowledgedEventSurvivesKill9(boolean onServer) throws Exception {
    String place = place(onServer);
    int acknowledged = acknowledgedBeforeKill(place, "events");
    try (Store store = Store.open(AppendChild.place(place), InstantSource.system())) {
      List<Recorded> events = store.events().events("shop");
      assertThat(events).hasSizeGreaterThanOrEqualTo(acknowledged);
      for (int i = 1; i <= acknowledged; i++) {
        assertThat(events.get(i - 1).event()).isEqualTo(new Noted("event " + i));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, false, true})
  void everyAcknowledgedDecisionSurvivesKill9(boolean onServer) throws Exception {
    String place = place(onServer);
    int acknowledged = acknowledgedBeforeKill(place, "decisions");
    try (Store store = Store.open(AppendChild.place(place), InstantSource.system())) {
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

  private int acknowledgedBeforeKill(String place, String what) throws Exception {
    int acknowledged = 0;
    try (ChildJvm child = ChildJvm.start(AppendChild.class, place, what)) {
      while (acknowledged < ENOUGH) {
        acknowledged = Integer.parseInt(String.valueOf(child.line()));
      }
      return child.kill().stream().mapToInt(Integer::parseInt).max().orElse(acknowledged);
    }
  }
}

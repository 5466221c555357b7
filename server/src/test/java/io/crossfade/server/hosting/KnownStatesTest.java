package io.crossfade.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Lease;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Phase;
import io.crossfade.engine.StepName;
import io.crossfade.engine.store.LeaseHolder;
import io.crossfade.engine.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownStatesTest {
  private static final int MADE_UP = 20;
  private static final int MORE_THAN_AT_ONCE = 1_100;

  @TempDir Path directory;

  @Test
  void knowsWhatWasRecordedSinceItLastLooked() {
    try (Store store = Store.open(directory, InstantSource.system())) {
      KnownStates states = new KnownStates(store.events());
      assertThat(states.of("shop").seq()).isZero();
      Lease lease = store.leases().take("shop", LeaseHolder.here(directory));
      record(store, lease, 1, new MigrationEvent.StepStarted(StepName.PREPARE));
      assertThat(states.of("shop").state().phase()).isEqualTo(Phase.NEW);
      record(store, lease, 2, new MigrationEvent.StepFinished(StepName.PREPARE, Map.of()));
      assertThat(states.of("shop").state().phase()).isEqualTo(Phase.PREPARED);
      for (int seq = 3; seq <= MORE_THAN_AT_ONCE; seq++) {
        record(store, lease, seq, new MigrationEvent.Noted("one more"));
      }
      assertThat(states.of("shop").seq()).isEqualTo(MORE_THAN_AT_ONCE);
      assertThat(new KnownStates(store.events()).of("shop")).isEqualTo(states.of("shop"));
    }
  }

  @Test
  void keepsNothingOfWhatIsNotThere() {
    try (Store store = Store.open(directory, InstantSource.system())) {
      KnownStates states = new KnownStates(store.events());
      for (int made = 0; made < MADE_UP; made++) {
        assertThat(states.of("made-up-" + made).seq()).isZero();
      }
      assertThat(states.size()).isZero();
      record(
          store,
          store.leases().take("shop", LeaseHolder.here(directory)),
          1,
          new MigrationEvent.Noted("begun"));
      assertThat(states.of("shop").seq()).isEqualTo(1);
      assertThat(states.size()).isEqualTo(1);
    }
  }

  @Test
  void forgetsWhatAnOlderCopyOfTheStoreDoesNotHave() throws Exception {
    Path file = directory.resolve("store.mv.db");
    Path copy = directory.resolve("copy");
    KnownStates.Known known;
    try (Store store = Store.open(directory, InstantSource.system())) {
      Lease lease = store.leases().take("shop", LeaseHolder.here(directory));
      record(store, lease, 1, new MigrationEvent.StepStarted(StepName.PREPARE));
    }
    Files.copy(file, copy);
    try (Store store = Store.open(directory, InstantSource.system())) {
      KnownStates states = new KnownStates(store.events());
      Lease lease = store.leases().take("shop", LeaseHolder.here(directory));
      record(store, lease, 2, new MigrationEvent.StepFinished(StepName.PREPARE, Map.of()));
      known = states.of("shop");
    }
    Files.delete(file);
    Files.move(copy, file);
    try (Store store = Store.open(directory, InstantSource.system())) {
      assertThat(known.state().phase()).isEqualTo(Phase.PREPARED);
      assertThat(new KnownStates(store.events()).upToNow(known).state().phase())
          .isEqualTo(Phase.NEW);
    }
  }

  private static void record(Store store, Lease lease, long seq, MigrationEvent event) {
    var _ = store.events().append(lease, seq, event);
  }
}

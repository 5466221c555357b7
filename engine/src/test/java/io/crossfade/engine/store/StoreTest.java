package io.crossfade.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Lease;
import io.crossfade.engine.CrossfadeVersion;
import io.crossfade.engine.Decision;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent.Noted;
import io.crossfade.engine.MigrationEvent.StepFinished;
import io.crossfade.engine.MigrationEvent.StepStarted;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.StepName;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  private static final Instant NOW = Instant.parse("2026-10-25T00:30:00.123456Z");

  @TempDir Path directory;

  @Test
  void eventsSurviveClosingInTheirOrder() {
    List<Recorded> written = new ArrayList<>();
    try (Store store = open()) {
      for (int i = 1; i <= 20; i++) {
        written.add(store.events().append("shop", i, new Noted("n" + i)));
      }
      store.events().append("other", 1, new Noted("not ours"));
    }
    try (Store store = open()) {
      assertThat(store.events().events("shop")).isEqualTo(written);
      assertThat(store.events().migrations()).containsExactly("other", "shop");
      assertThat(written.getFirst())
          .isEqualTo(
              new Recorded("shop", 1, NOW, CrossfadeVersion.current().number(), new Noted("n1")));
    }
  }

  @Test
  void aNumberThatIsTakenSupersedesTheSecondWriter() {
    try (Store store = open()) {
      Journal first = Journal.open(store.events(), "shop");
      Journal second = Journal.open(store.events(), "shop");
      first.record(new StepStarted(StepName.PREPARE));
      assertThatThrownBy(() -> second.record(new Noted("too late")))
          .isInstanceOfSatisfying(
              CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SUPERSEDED));
      assertThat(store.events().events("shop")).hasSize(1);
    }
  }

  @Test
  void aJournalGoesOnFromWhatIsRecordedAndTellsItsListeners() {
    try (Store store = open()) {
      Journal.open(store.events(), "shop").record(new StepStarted(StepName.PREPARE));
      Journal journal = Journal.open(store.events(), "shop");
      List<Long> heard = new ArrayList<>();
      journal.listen(e -> heard.add(e.seq()));
      journal.record(new StepFinished(StepName.PREPARE, Map.of()));
      assertThat(journal.state().phase()).isEqualTo(Phase.PREPARED);
      assertThat(heard).containsExactly(2L);
    }
  }

  @Test
  void whatIsNotLegalIsNotRecorded() {
    try (Store store = open()) {
      Journal journal = Journal.open(store.events(), "shop");
      assertThatThrownBy(() -> journal.record(new StepStarted(StepName.CUTOVER)))
          .hasMessageContaining("cannot go on");
      assertThat(store.events().events("shop")).isEmpty();
    }
  }

  @Test
  void everyLeaseHasANumberOfItsOwn() throws Exception {
    try (Store store = open()) {
      Set<Lease> taken = new HashSet<>(race(8, i -> store.leases().take("shop", "host", 100 + i)));
      assertThat(taken)
          .extracting(Lease::number)
          .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
      assertThat(taken).extracting(Lease::store).containsOnly(taken.iterator().next().store());
      assertThat(store.leases().current("shop")).map(Lease::number).contains(8L);
      assertThat(store.leases().take("other", "host", 1).number()).isEqualTo(1);
    }
  }

  @Test
  void everybodyLearnsTheSameDecision() throws Exception {
    try (Store store = open()) {
      for (int number = 1; number <= 50; number++) {
        int now = number;
        List<Decision> learnt =
            race(
                4,
                i ->
                    store
                        .decisions()
                        .decide("shop", now, i % 2 == 0 ? Decision.FLIP : Decision.ABORT));
        assertThat(learnt).containsOnly(store.decisions().outcome("shop", now).orElseThrow());
      }
    }
    try (Store store = open()) {
      assertThat(store.decisions().outcome("shop", 50)).isPresent();
      assertThat(store.decisions().outcome("shop", 51)).isEmpty();
    }
  }

  @Test
  void aDecisionIsNotTakenBack() {
    try (Store store = open()) {
      assertThat(store.decisions().decide("shop", 1, Decision.ABORT)).isEqualTo(Decision.ABORT);
      assertThat(store.decisions().decide("shop", 1, Decision.FLIP)).isEqualTo(Decision.ABORT);
      assertThat(store.decisions().decide("other", 1, Decision.FLIP)).isEqualTo(Decision.FLIP);
    }
  }

  @Test
  void aDirectoryThatTheDriverCannotTakeIsRefused() {
    assertThatThrownBy(() -> Store.open(directory.resolve("a;b"), InstantSource.system()))
        .hasMessageContaining("semicolon");
  }

  private Store open() {
    return Store.open(directory, InstantSource.fixed(NOW));
  }

  private interface Racer<T> {
    T run(int number) throws Exception;
  }

  private static <T> List<T> race(int racers, Racer<T> racer) throws Exception {
    CyclicBarrier start = new CyclicBarrier(racers);
    try (ExecutorService threads = Executors.newFixedThreadPool(racers)) {
      List<Callable<T>> calls = new ArrayList<>();
      for (int i = 0; i < racers; i++) {
        int number = i;
        calls.add(() -> {
          start.await();
          return racer.run(number);
        });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    }
  }
}

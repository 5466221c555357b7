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
import io.crossfade.engine.access.Account;
import io.crossfade.engine.access.Role;
import io.crossfade.engine.audit.Act;
import io.crossfade.engine.audit.AuditCheck;
import io.crossfade.engine.audit.AuditEntry;
import io.crossfade.engine.audit.AuditHead;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a control store promises, wherever it lies.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class StoreContract {
  private static final Instant NOW = Instant.parse("2026-10-25T00:30:00.123456Z");

  private static final LeaseHolder HERE = new LeaseHolder("db1", 7, "/state");

  /// The same store each time within a test, and an empty one in the next test.
  abstract Store open(InstantSource clock);

  @Test
  void eventsSurviveClosingInTheirOrder() {
    List<Recorded> written = new ArrayList<>();
    try (Store store = open()) {
      Lease lease = take(store, "shop");
      for (int i = 1; i <= 20; i++) {
        written.add(store.events().append(lease, i, new Noted("n" + i)));
      }
      store.events().append(take(store, "other"), 1, new Noted("not ours"));
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
      Lease lease = take(store, "shop");
      Journal first = Journal.open(store.events(), lease);
      Journal second = Journal.open(store.events(), lease);
      first.record(new StepStarted(StepName.PREPARE));
      assertSuperseded(() -> second.record(new Noted("too late")));
      assertThat(store.events().events("shop")).hasSize(1);
    }
  }

  @Test
  void aJournalGoesOnFromWhatIsRecordedAndTellsItsListeners() {
    try (Store store = open()) {
      Lease lease = take(store, "shop");
      Journal.open(store.events(), lease).record(new StepStarted(StepName.PREPARE));
      Journal journal = Journal.open(store.events(), lease);
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
      Journal journal = Journal.open(store.events(), take(store, "shop"));
      assertThatThrownBy(() -> journal.record(new StepStarted(StepName.CUTOVER)))
          .hasMessageContaining("cannot go on");
      assertThat(store.events().events("shop")).isEmpty();
    }
  }

  @Test
  void everyLeaseHasANumberOfItsOwn() throws Exception {
    try (Store store = open()) {
      Set<Lease> taken = new HashSet<>(race(8, _ -> take(store, "shop")));
      assertThat(taken)
          .extracting(Lease::number)
          .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
      assertThat(taken).extracting(Lease::store).containsOnly(taken.iterator().next().store());
      assertThat(store.leases().current("shop")).map(Lease::number).contains(8L);
      assertThat(take(store, "other").number()).isEqualTo(1);
    }
  }

  @Test
  void everybodyLearnsTheSameDecision() throws Exception {
    try (Store store = open()) {
      Lease lease = take(store, "shop");
      for (int number = 1; number <= 50; number++) {
        int now = number;
        List<Decision> learnt =
            race(
                4,
                i ->
                    store
                        .decisions()
                        .decide(lease, now, i % 2 == 0 ? Decision.FLIP : Decision.ABORT));
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
      Lease shop = take(store, "shop");
      Lease other = take(store, "other");
      assertThat(store.decisions().decide(shop, 1, Decision.ABORT)).isEqualTo(Decision.ABORT);
      assertThat(store.decisions().decide(shop, 1, Decision.FLIP)).isEqualTo(Decision.ABORT);
      assertThat(store.decisions().decide(other, 1, Decision.FLIP)).isEqualTo(Decision.FLIP);
    }
  }

  @Test
  void whoeverIsSupersededWritesNothing() {
    try (Store store = open()) {
      Lease older = take(store, "shop");
      store.events().append(older, 1, new Noted("in time"));
      Lease newer = take(store, "shop");

      assertSuperseded(() -> store.events().append(older, 2, new Noted("too late")));
      assertSuperseded(() -> store.decisions().decide(older, 1, Decision.FLIP));
      assertThat(store.leases().renew(older)).isFalse();

      assertThat(store.events().events("shop")).hasSize(1);
      assertThat(store.decisions().outcome("shop", 1)).isEmpty();
      store.events().append(newer, 2, new Noted("goes on"));
      assertThat(store.decisions().decide(newer, 1, Decision.ABORT)).isEqualTo(Decision.ABORT);
    }
  }

  @Test
  void onceALeaseIsTakenNothingComesFromTheOneBefore() throws Exception {
    try (Store store = open();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Lease older = take(store, "shop");
      CountDownLatch some = new CountDownLatch(20);
      Future<Long> written = threads.submit(() -> appendUntilSuperseded(store, older, some));
      some.await();
      Lease newer = take(store, "shop");
      int before = store.events().events("shop").size();
      assertThat(written.get()).isEqualTo(before);
      store.events().append(newer, before + 1, new Noted("the next number is free"));
    }
  }

  private static long appendUntilSuperseded(Store store, Lease lease, CountDownLatch some) {
    for (long seq = 1; ; seq++) {
      try {
        store.events().append(lease, seq, new Noted("n" + seq));
        some.countDown();
      } catch (CrossfadeException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.SUPERSEDED);
        return seq - 1;
      }
    }
  }

  @Test
  void whoIsHeardOfKeepsItsMigration() throws Exception {
    try (Store store = open()) {
      Leases leases = store.leases();
      assertThat(leases.carrier("shop")).isEmpty();
      List<Optional<Lease>> taken = race(8, _ -> leases.takeIfFree("shop", HERE));
      Lease lease = taken.stream().flatMap(Optional::stream).collect(onlyElement());
      assertThat(leases.renew(lease)).isTrue();
      assertThat(leases.takeIfFree("shop", HERE)).isEmpty();
      assertThat(leases.carrier("shop").orElseThrow())
          .satisfies(carrier -> assertThat(carrier.holder()).isEqualTo(HERE))
          .satisfies(carrier -> assertThat(carrier.isAlive()).isTrue());

      leases.giveBack(lease);
      assertThat(leases.carrier("shop")).isEmpty();
      assertThat(leases.takeIfFree("shop", HERE).orElseThrow().number())
          .isEqualTo(lease.number() + 1);
    }
  }

  @Test
  void aLeaseIsCountedOnBeyondWhatADatabaseHasSeen() {
    try (Store store = open()) {
      Lease first = take(store, "shop");
      Lease beyond = store.leases().beyond(first, 7);
      assertThat(beyond.number()).isEqualTo(8);
      assertThat(store.leases().current("shop")).contains(beyond);
      assertThat(store.leases().renew(beyond)).isTrue();
      assertThat(store.leases().renew(first)).isFalse();
      assertSuperseded(() -> store.leases().beyond(first, 9));
      assertThat(take(store, "shop").number()).isEqualTo(9);
    }
  }

  @Test
  void theAuditIsOneChainWhoeverAppends() throws Exception {
    List<AuditEntry> written;
    Set<AuditHead> heard = ConcurrentHashMap.newKeySet();
    try (Store store = open()) {
      store.audit().listen(heard::add);
      written = race(8, i -> store.audit().append(act(i)));
      AuditEntry last = store.audit().append(written.getFirst().act().answered(1, "done", ""));
      assertThat(last.number()).isEqualTo(9);
      written = Stream.concat(written.stream(), Stream.of(last)).toList();
    }
    try (Store store = open()) {
      List<AuditEntry> read = store.audit().after(0, 100);
      assertThat(read).containsExactlyInAnyOrderElementsOf(written);
      assertThat(read).extracting(AuditEntry::number).isSorted();
      assertThat(heard)
          .containsExactlyInAnyOrderElementsOf(read.stream().map(AuditEntry::head).toList());
      assertThat(store.audit().after(3, 2)).isEqualTo(read.subList(3, 5));
      assertThat(store.audit().head()).isEqualTo(read.getLast().head());
      assertThat(AuditCheck.of(store.audit(), List.copyOf(heard)))
          .isEqualTo(new AuditCheck(read.getLast().head(), 9, null));
    }
  }

  static Act act(int number) {
    return Act.asked("ann@desk", "shop", "verb" + number, "");
  }

  static Lease take(Store store, String migration) {
    return store.leases().take(migration, HERE);
  }

  @Test
  void manifestsAreKeptInTheirOrderAndTheSameOneOnce() throws Exception {
    try (Store store = open()) {
      assertThat(store.manifests().newest("shop")).isEmpty();
      Manifests.Kept first = store.manifests().keep("shop", "one: ä", "ann@desk");
      assertThat(first).isEqualTo(new Manifests.Kept("shop", 1, NOW, "ann@desk", "one: ä"));
      assertThat(store.manifests().keep("shop", "one: ä", "bob@desk")).isEqualTo(first);
      List<Manifests.Kept> kept =
          race(4, racer -> store.manifests().keep("shop", "text " + racer, "ann@desk"));
      assertThat(kept).extracting(Manifests.Kept::number).containsExactlyInAnyOrder(2, 3, 4, 5);
      store.manifests().keep("other", "two", "bob@desk");
    }
    try (Store store = open()) {
      assertThat(store.manifests().migrations()).containsExactly("other", "shop");
      assertThat(store.manifests().newest("shop").orElseThrow().number()).isEqualTo(5);
    }
  }

  @Test
  void anAccountIsOpenedByItsTokenUntilItIsRevokedOrEnds() {
    AtomicReference<Instant> now = new AtomicReference<>(NOW);
    try (Store store = open(now::get)) {
      Accounts accounts = store.accounts();
      Accounts.Issued ann =
          accounts.make("ann \u00fc\ud83d\ude00", Set.of(Role.OPERATOR, Role.VIEWER), null, "root");
      Accounts.Issued bob =
          accounts.make("bob", Set.of(Role.APPROVER), NOW.plusSeconds(60), "root");
      assertThat(accounts.open(ann.token().reveal())).contains(ann.account());
      assertThat(accounts.all()).containsExactly(ann.account(), bob.account());
      String token = ann.token().reveal();
      String forged = token.substring(0, token.length() - 1) + (token.endsWith("0") ? "1" : "0");
      assertThat(accounts.open(forged)).isEmpty();
      assertThat(accounts.open("")).isEmpty();

      now.set(NOW.plusSeconds(60));
      assertThat(accounts.open(bob.token().reveal())).isEmpty();
      assertThat(accounts.revoke(ann.account().id())).isTrue();
      assertThat(accounts.revoke(ann.account().id())).isTrue();
      assertThat(accounts.revoke("nobody")).isFalse();
      assertThat(accounts.open(ann.token().reveal())).isEmpty();
    }
  }

  @Test
  void aSessionEndsWithTheAccountBehindIt() {
    AtomicReference<Instant> now = new AtomicReference<>(NOW);
    try (Store store = open(now::get)) {
      Accounts accounts = store.accounts();
      Set<Role> roles = Set.of(Role.VIEWER);
      Account ann = accounts.make("ann", roles, NOW.plusSeconds(60), "root").account();
      String long1 = session(accounts, ann, Duration.ofHours(1));
      String short1 = session(accounts, ann, Duration.ofSeconds(10));
      now.set(NOW.plusSeconds(59));
      assertThat(accounts.all()).as("sessions that are open").contains(ann).hasSize(2);
      assertThat(accounts.open(long1)).isPresent();
      assertThat(accounts.open(short1)).isEmpty();
      now.set(NOW.plusSeconds(60));
      assertThat(accounts.open(long1)).isEmpty();
      assertThat(accounts.all()).containsExactly(ann);

      Account bob = accounts.make("bob", roles, null, "root").account();
      String one = session(accounts, bob, Duration.ofHours(1));
      String other = session(accounts, bob, Duration.ofHours(1));
      assertThat(accounts.end(one)).isTrue();
      assertThat(accounts.end(one)).as("it opens nothing any more").isFalse();
      assertThat(accounts.open(other)).isPresent();
      assertThat(accounts.revoke(bob.id())).isTrue();
      assertThat(accounts.open(other)).isEmpty();
    }
  }

  private static String session(Accounts accounts, Account of, Duration lasts) {
    return accounts.session(of.name(), of.roles(), lasts, null, of.id()).token().reveal();
  }

  @Test
  void eventsComeInPartsToo() {
    try (Store store = open()) {
      Lease lease = take(store, "shop");
      for (int i = 1; i <= 5; i++) {
        store.events().append(lease, i, new Noted("n" + i));
      }
      assertThat(store.events().events("shop", 1, 2))
          .extracting(Recorded::seq)
          .containsExactly(2L, 3L);
      assertThat(store.events().events("shop", 5, 2)).isEmpty();
    }
  }

  private static void assertSuperseded(ThrowingCallable write) {
    assertThatThrownBy(write)
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SUPERSEDED));
  }

  private static <T> Collector<T, ?, T> onlyElement() {
    return Collectors.collectingAndThen(
        Collectors.toList(),
        all -> {
          assertThat(all).hasSize(1);
          return all.getFirst();
        });
  }

  private Store open() {
    return open(InstantSource.fixed(NOW));
  }

  interface Racer<T> {
    T run(int number) throws Exception;
  }

  static <T> List<T> race(int racers, Racer<T> racer) throws Exception {
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

package io.crossfade.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.shape.SourceTables;
import io.crossfade.engine.store.Manifests;
import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableName;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HostTest {
  private static final String MANIFEST =
      """
      migration: %s
      source: {url: "jdbc:postgresql://one/shop", user: a}
      target: {url: "jdbc:postgresql://two/shop", user: b}
      tables: ["public.*"]
      """;
  private static final CrossfadeException CHANGED =
      new CrossfadeException(ErrorCode.SOURCE_SCHEMA_CHANGED, "a column was dropped; mend it");

  @TempDir Path directory;

  private Store store;
  private FakeOpening opening;
  private Host host;

  @BeforeEach
  void open() {
    store = Store.open(directory, InstantSource.system());
    opening = new FakeOpening(store);
    host = host("first", false);
  }

  @AfterEach
  void close() {
    host.close();
    store.close();
  }

  @Test
  void whatIsGivenIsCarriedOnAndByTheNextProcessToo() throws Exception {
    host.accept(MANIFEST.formatted("shop"), "ann@desk");
    host.accept(MANIFEST.formatted("stock"), "ann@desk");
    FakeOpening.Opened one = next();
    FakeOpening.Opened other = next();
    assertThat(List.of(one.migration(), other.migration()))
        .containsExactlyInAnyOrder("shop", "stock");
    assertThat(host.names()).containsExactly("shop", "stock");
    assertThat(host.manifest("shop").by()).isEqualTo("ann@desk");

    host.close();
    assertThat(one.closed() && other.closed()).isTrue();
    host = host("second", false).resume();
    assertThat(List.of(next().migration(), next().migration()))
        .containsExactlyInAnyOrder("shop", "stock");
  }

  @Test
  void logsAreReadBeforeSomebodyLooks() throws Exception {
    host.accept(MANIFEST.formatted("shop"), "ann@desk");
    assertThat(next().migration()).isEqualTo("shop");
    host.close();
    host = host("second", false).resume();
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (host.states().size() == 0) {
      assertThat(System.nanoTime()).as("read in time").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(next().migration()).isEqualTo("shop");
  }

  @Test
  void theSameManifestIsTakenOnce() throws Exception {
    Manifests.Kept first = host.accept(MANIFEST.formatted("shop"), "ann@desk");
    Manifests.Kept again = host.accept(MANIFEST.formatted("shop"), "bob@desk");
    assertThat(again).isEqualTo(first);
    assertThat(host.accept(MANIFEST.formatted("shop") + "reads: [100]\n", "bob@desk").number())
        .isEqualTo(2);
    assertThat(next().migration()).isEqualTo("shop");
    assertThat(opening.isIdle()).isTrue();
  }

  @Test
  void whatCannotBeCarriedOutIsRefusedAndNotKept() throws Exception {
    assertCode(
        ErrorCode.MANIFEST_INVALID, () -> host.accept("migration: shop\n", "a"), "manifest:");
    assertCode(
        ErrorCode.MANIFEST_INVALID,
        () ->
            host.accept(
                MANIFEST.formatted("shop") + "store: {url: \"jdbc:postgresql://s/s\", user: c}\n",
                "a"),
        "leave `store` out");
    assertThat(host.names()).isEmpty();

    host.accept(MANIFEST.formatted("shop"), "a");
    assertThat(next().migration()).isEqualTo("shop");
    assertCode(
        ErrorCode.MANIFEST_CHANGED,
        () -> host.accept(MANIFEST.formatted("shop").replace("one/shop", "one/other"), "a"),
        "moves something else");
    assertThat(host.manifest("shop").number()).isEqualTo(1);
  }

  @Test
  void whatAPersonHasToMendIsToldUntilSomebodySaysAgain() throws Exception {
    host.accept(MANIFEST.formatted("stock"), "a");
    assertThat(next().migration()).isEqualTo("stock");
    host.accept(MANIFEST.formatted("shop"), "a");
    next().endsWith(CHANGED);
    awaitError("SOURCE_SCHEMA_CHANGED: a column was dropped; mend it");
    assertCode(ErrorCode.NOT_RUNNING, () -> host.control("shop").cutover(), "a column was dropped");

    host.again("shop", Set.of(new TableName("public", "orders")));
    FakeOpening.Opened again = next();
    assertThat(again.anew()).containsExactly(new TableName("public", "orders"));
    again.endsWith(CHANGED);
    awaitError("SOURCE_SCHEMA_CHANGED");

    assertCode(
        ErrorCode.NOT_ALLOWED_NOW,
        () -> host.again("stock", Set.of(new TableName("public", "orders"))),
        "stock has not");
    host.accept(MANIFEST.formatted("shop"), "a"); // giving it once more says so, too
    assertThat(next().anew()).isEmpty();
  }

  @Test
  void whatTheNextAttemptFollowsIsBegunAgainAtOnce() throws Exception {
    host.accept(MANIFEST.formatted("shop"), "a");
    next()
        .endsWith(
            new CrossfadeException(
                ErrorCode.SOURCE_SCHEMA_CHANGED,
                "a column was added",
                Map.of(SourceTables.TAKEN_UP_NEXT, "true")));
    assertThat(next().migration()).isEqualTo("shop");
  }

  @Test
  void aDefectIsToldAndEndsNoOtherMigration() throws Exception {
    host.accept(MANIFEST.formatted("shop"), "a");
    next().endsWith(new IllegalStateException("oops"));
    awaitError("INTERNAL: a defect: java.lang.IllegalStateException: oops");
    host.again("shop", Set.of());
    next().endsWith(new NoClassDefFoundError("io/crossfade/Lost"));
    awaitError("INTERNAL: a defect: java.lang.NoClassDefFoundError: io/crossfade/Lost");
    host.accept(MANIFEST.formatted("stock"), "a");
    assertThat(next().migration()).isEqualTo("stock");
  }

  @Test
  void oneOfTwoServersCarriesItOnAndTheOtherWhenThatOneIsGone() throws Exception {
    host.close();
    host = host("first", true);
    host.reachedAt("http://first");
    host.accept(MANIFEST.formatted("shop"), "a");
    FakeOpening.Opened one = next();
    try (Host other = host("second", true).resume()) {
      assertCode(ErrorCode.CARRIED_ELSEWHERE, () -> other.control("shop"), "http://first");
      assertCode(ErrorCode.CARRIED_ELSEWHERE, () -> other.board("shop"), "http://first");
      assertThat(other.status("shop").where().running()).isFalse();
      assertThat(opening.isIdle()).isTrue();

      host.close();
      assertThat(one.closed()).isTrue();
      FakeOpening.Opened taken = next();
      assertThat(taken.lease().number()).isGreaterThan(one.lease().number());
    }
  }

  @Test
  void whatWasGivenToOneServerIsLearntByTheOther() throws Exception {
    host.close();
    host = host("first", true);
    try (Host other = host("second", true).resume()) {
      host.accept(MANIFEST.formatted("shop"), "a");
      FakeOpening.Opened one = next();
      awaitNotRunning(other, "carries migration shop on: ask there");
      host.close();
      assertThat(next().lease().number()).isGreaterThan(one.lease().number());
      assertThat(other.control("shop").status().where().migration()).isEqualTo("shop");
    }
  }

  @Test
  void whatTheOneHasEndedTheOtherDoesNotOpen() throws Exception {
    host.close();
    host = host("first", true);
    host.accept(MANIFEST.formatted("shop"), "a");
    FakeOpening.Opened one = next();
    try (Host other = host("second", true).resume()) {
      one.ends();
      awaitNotRunning(other, "migration shop has ended");
      assertThat(opening.isIdle()).isTrue();
    }
  }

  @Test
  void whatIsNotKnownIsSaidSo() {
    assertCode(ErrorCode.MIGRATION_UNKNOWN, () -> host.status("shop"), "no migration shop");
    assertCode(ErrorCode.MIGRATION_UNKNOWN, () -> host.events("shop", 0, 1), "no migration shop");
    assertCode(ErrorCode.MIGRATION_UNKNOWN, () -> host.again("shop", Set.of()), "no migration");
    assertThat(host.board("shop")).isEmpty();
  }

  private Host host(String name, boolean isShared) {
    return new Host(store, isShared, directory.resolve(name), opening);
  }

  /// As soon as it runs.
  private FakeOpening.Opened next() throws InterruptedException {
    return opening.next();
  }

  private void awaitError(String error) {
    String last = "";
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!last.contains(error) && System.nanoTime() < deadline) {
      last = String.valueOf(host.status("shop").outlook().lastError());
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(last).contains(error);
  }

  private static void awaitNotRunning(Host host, String why) {
    String last = "";
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!last.contains(why) && System.nanoTime() < deadline) {
      try {
        last = host.control("shop").toString();
      } catch (CrossfadeException e) {
        last = "" + e.getMessage();
      }
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(last).contains(why);
  }

  private static void assertCode(ErrorCode code, Runnable call, String message) {
    assertThatThrownBy(call::run)
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}

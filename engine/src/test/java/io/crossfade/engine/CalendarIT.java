package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Connectors;
import io.crossfade.connector.Database;
import io.crossfade.connector.Finding;
import io.crossfade.connector.Lease;
import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.MigrationEvent.RoutePublished;
import io.crossfade.engine.MigrationEvent.StepFailed;
import io.crossfade.engine.MigrationEvent.StepStarted;
import io.crossfade.engine.manifest.DatabaseReference;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.engine.store.LeaseHolder;
import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CalendarIT {
  private static final SecretReferences NO_SECRETS = new SecretReferences(Map.of());
  private static final Instant SUNDAY_NOON = Instant.parse("2026-11-22T11:00:00Z");
  private static final Instant MONDAY_NIGHT = Instant.parse("2026-11-23T21:00:00Z");
  private static final String CLOSED =
      "closed until Mon 23 Nov 22:00 Europe/Berlin (freeze: Christmas business)";

  private static final String CALENDAR =
      """
      tables: ["public.*"]
      cutover: {firstTry: 3s}
      calendar:
        timeZone: Europe/Berlin
        windows: [{days: [mon], from: 22:00, to: 04:00}]
        freezes: [{from: 2026-11-22, to: 2026-11-22, why: Christmas business}]
        steps: [shift-reads, cutover, cleanup]
      """;

  private final TwoDatabases databases = new TwoDatabases();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Instant now = SUNDAY_NOON;

  @TempDir Path directory;

  @BeforeEach
  void make() throws SQLException {
    databases.sql(Side.SOURCE, "CREATE TABLE notes (id bigint PRIMARY KEY, name text)");
  }

  @Test
  void whatIsBoundWaitsForItsWindowAndTheWayBackNever() throws SQLException {
    try (Store store = Store.open(directory, InstantSource.system());
        OpenMigration open = open(databases.manifest("nightly", CALENDAR), store)) {
      Migration migration = open.migration();
      CompletableFuture<Void> run = CompletableFuture.runAsync(migration::run);
      Await.that(() -> phase(open) == Phase.VERIFIED && closed(migration) != null);
      assertThat(closed(migration))
          .isEqualTo(new Status.Closed(StepName.SHIFT_READS, MONDAY_NIGHT, CLOSED));
      assertThat(migration.verify(false).clean()).as("nobody is kept from moving").isTrue();
      assertThat(open.board().current().reads()).isEqualTo(Side.SOURCE);

      closesAfterTheFirstShare(open);
      now = MONDAY_NIGHT;
      run.join();
      assertThat(open.board().current().reads()).isEqualTo(Side.TARGET);
      assertThat(closed(migration)).isNull();
      readsThatWentBackWaitToo(open);

      now = SUNDAY_NOON;
      assertRefused(migration::cutover, "the gate before cutover refuses: the calendar: it is ");
      assertThat(migration.rehearse().refusals()).as("it moves nobody").isEmpty();
      assertThat(migration.plan().notes())
          .contains("calendar: binds shift-reads, cutover, cleanup", "calendar: now " + CLOSED);

      cutsOverByItselfInTheWindow(open);

      now = SUNDAY_NOON;
      assertThat(migration.rollback(false).decision()).isEqualTo(Decision.FLIP);
      now = MONDAY_NIGHT;
      assertThat(migration.cutover().decision()).isEqualTo(Decision.FLIP);
      now = SUNDAY_NOON;
      assertRefused(migration::cleanup, "the gate before cleanup refuses: the calendar: it is ");
      assertThat(closed(migration))
          .isEqualTo(new Status.Closed(StepName.CLEANUP, MONDAY_NIGHT, CLOSED));
      open.journal().record(new StepStarted(StepName.CLEANUP));
      migration.run();
      assertThat(phase(open)).as("what has begun is ended").isEqualTo(Phase.CLEANED);
    }
  }

  /// A comparison may take longer than the window lasts.
  @Test
  void whoWaitedForAComparisonIsAskedAgainWhetherItIsTheTime() throws Exception {
    now = MONDAY_NIGHT;
    try (Store store = Store.open(directory, InstantSource.system());
        OpenMigration open = open(databases.manifest("too_late", CALENDAR), store);
        Connection writer = databases.connect(Side.SOURCE);
        Statement statement = writer.createStatement()) {
      open.migration().run();
      statement.execute("INSERT INTO notes VALUES (1, 'is compared once it has arrived')");
      writer.setAutoCommit(false);
      statement.execute("LOCK TABLE notes IN ACCESS EXCLUSIVE MODE");
      Await.that(this::isHeldUp);

      CompletableFuture<SwitchReport> cutover = new CompletableFuture<>();
      Thread person = Thread.ofPlatform().start(() -> answer(open, cutover));
      Await.that(() -> isIn(person, "pausedSoonDuring"));
      now = SUNDAY_NOON;
      writer.rollback();

      assertThatThrownBy(cutover::join)
          .hasMessageContaining("the gate before cutover refuses: the calendar: it is " + CLOSED);
      assertThat(phase(open)).isEqualTo(Phase.READS_SHIFTED);
    }
  }

  private static void answer(OpenMigration open, CompletableFuture<SwitchReport> cutover) {
    try {
      cutover.complete(open.migration().cutover());
    } catch (CrossfadeException e) {
      cutover.completeExceptionally(e);
    }
  }

  private boolean isHeldUp() {
    try {
      String waiting = "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted";
      return databases.one(Side.SOURCE, waiting).equals("t");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isIn(Thread thread, String method) {
    return Stream.of(thread.getStackTrace()).anyMatch(at -> at.getMethodName().equals(method));
  }

  private void closesAfterTheFirstShare(OpenMigration open) {
    open.journal()
        .listen(recorded -> {
          if (recorded.event() instanceof RoutePublished published
              && published.route().percent() == 10) {
            now = SUNDAY_NOON;
          }
        });
    now = MONDAY_NIGHT;
    Await.that(() -> now.equals(SUNDAY_NOON));
    awaitLooks();
    assertThat(open.board().current().percent()).as("each share has to wait").isEqualTo(10);
    assertThat(closed(open.migration()))
        .isEqualTo(new Status.Closed(StepName.SHIFT_READS, MONDAY_NIGHT, CLOSED));
  }

  private void readsThatWentBackWaitToo(OpenMigration open) throws SQLException {
    databases.sql(Side.TARGET, "ALTER TABLE notes ADD CONSTRAINT good CHECK (name <> 'bad')");
    databases.sql(Side.SOURCE, "INSERT INTO notes VALUES (1, 'bad')");
    Await.that(() -> open.board().current().reads() == Side.SOURCE);
    now = SUNDAY_NOON;
    databases.sql(Side.TARGET, "ALTER TABLE notes DROP CONSTRAINT good");
    Await.that(() -> open.migration().status().outlook().lastError() == null);
    awaitLooks();
    assertThat(open.board().current().reads()).isEqualTo(Side.SOURCE);
    now = MONDAY_NIGHT;
    Await.that(() -> open.board().current().reads() == Side.TARGET);
  }

  /// Somebody has asked what time it is, and was told that it is too early.
  private void awaitLooks() {
    int looks = asked.get();
    Await.that(() -> asked.get() > looks + 2);
  }

  private void cutsOverByItselfInTheWindow(OpenMigration open) {
    List<Recorded> before = open.journal().events();
    CompletableFuture<Void> byItself =
        CompletableFuture.runAsync(() -> {
          try {
            open.migration().cutOverByItself();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    awaitLooks();
    assertThat(phase(open)).isEqualTo(Phase.READS_SHIFTED);
    now = MONDAY_NIGHT;
    byItself.join();
    assertThat(phase(open)).isEqualTo(Phase.CUT_OVER);
    assertThat(open.journal().events().subList(before.size(), open.journal().events().size()))
        .as("a window is waited for")
        .noneMatch(recorded -> recorded.event() instanceof StepFailed);
  }

  @Test
  void aPlanShowsWhenItOpensAndACheckThatItNeverDoes() {
    Manifest manifest = databases.manifest("planned", CALENDAR);
    Control.Plan plan = Preview.of(manifest, NO_SECRETS, () -> SUNDAY_NOON);
    assertThat(details(plan, StepName.CUTOVER))
        .containsSequence(
            "calendar: may begin mon 22:00 to 04:00 Europe/Berlin",
            "calendar: not from Sun 22 Nov 2026 00:00 to Mon 23 Nov 2026 00:00 (Christmas"
                + " business)",
            "calendar: now " + CLOSED);
    assertThat(details(plan, StepName.VERIFY)).noneMatch(line -> line.startsWith("calendar"));
    assertThat(details(Preview.of(manifest, NO_SECRETS, () -> MONDAY_NIGHT), StepName.CLEANUP))
        .contains("calendar: now open");
    assertThat(plan.findings()).noneMatch(finding -> finding.where().equals("the calendar"));

    String endless =
        "tables: [\"public.*\"]\ncalendar: {timeZone: UTC, freezes: [{from: 2026-01-01}]}";
    plan = Preview.of(databases.manifest("planned", endless), NO_SECRETS, () -> SUNDAY_NOON);
    assertThat(plan.findings())
        .contains(
            Finding.warns(
                "it is closed and never opens (freeze from Thu 1 Jan 2026 00:00 on, without end)",
                "the calendar",
                "change `calendar` in the manifest and start `run` again"));
    assertThat(plan.findings()).isSortedAccordingTo((a, b) -> a.severity().compareTo(b.severity()));
  }

  private static List<String> details(Control.Plan plan, StepName step) {
    return plan.steps().stream()
        .filter(planned -> planned.step() == step)
        .findFirst()
        .orElseThrow()
        .details();
  }

  private static void assertRefused(ThrowingCallable verb, String message) {
    assertThatThrownBy(verb)
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GATE_REFUSED))
        .hasMessageContaining(message + CLOSED);
  }

  private static Phase phase(OpenMigration open) {
    return open.journal().state().phase();
  }

  private static Status.@Nullable Closed closed(Migration migration) {
    return migration.status().outlook().closed();
  }

  /// On a machine whose clock is ours.
  private OpenMigration open(Manifest manifest, Store store) {
    Machine real = Machine.real();
    Machine machine =
        new Machine(Timing.REAL, this::now, real.threads(), real.streams(), 1, "here");
    Lease lease = store.leases().take(manifest.migration(), LeaseHolder.here(directory));
    return new OpenMigration(
        manifest,
        Map.of(Side.SOURCE, database(manifest.source()), Side.TARGET, database(manifest.target())),
        Journal.open(store.events(), lease),
        store.decisions(),
        new OpenMigration.Beginning(directory, Set.of(), "giver"),
        machine);
  }

  private Instant now() {
    asked.incrementAndGet();
    return now;
  }

  private Database database(DatabaseReference reference) {
    return Connectors.open(reference.endpoint(NO_SECRETS), directory);
  }
}

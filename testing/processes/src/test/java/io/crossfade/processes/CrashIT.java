package io.crossfade.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Control;
import io.crossfade.engine.Decision;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import io.crossfade.engine.StubbornWriter;
import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One migration whose process is killed in every step, under load: the same command goes on, and
/// at its end every row that was promised is on both sides once.
@Timeout(600)
class CrashIT {
  private static final long SEED = 20;
  private static final String REST =
      """
      strategy: %s
      tables: ["public.*"]
      copy: {chunkRows: 150, rowsPerSecond: 2000}
      reads: [50, 100]
      bake: 500ms
      cutover: {deadline: 20s, firstTry: 20s}
      """;

  /// Changes rows that the copy moves, deletes some of them, and adds one; never much at once: what
  /// mirrors cannot keep up with never arrives.
  private static final String CUSTOMER =
      """
      WITH changed AS (UPDATE customers SET visits = visits + 1
             WHERE id = (SELECT 1 + floor(random() * 1500)::int)),
           gone AS (DELETE FROM customers WHERE id = (SELECT 1501 + floor(random() * 1500)::int))
      INSERT INTO customers (name, visits) SELECT ?, 0 FROM pg_sleep(%s)\
      """;

  private static final String ORDER =
      "INSERT INTO orders (customer, note) SELECT 1 + floor(random() * 100)::int, ? FROM pg_sleep(%s)";

  private final TwoDatabases databases = new TwoDatabases();
  private final Random random = new Random(SEED);
  private final Set<String> customers = new HashSet<>();
  private final Set<String> orders = new HashSet<>();
  private final List<String> killed = new ArrayList<>();

  /// From one write of a writer to its next.
  private double seconds = 0.005;

  @TempDir Path directory;

  @Test
  void aMigrationThatIsKilledInEveryStepLosesNothing() throws Exception {
    makeShop("cdc");
    try (KilledRun run = new KilledRun(directory, "shop")) {
      killEverywhere(run, () -> killInEachPartOfARehearsal(run));
    }
  }

  /// Those who write know of nothing; an application beside them mirrors what the databases note.
  @Test
  void nothingIsLostEitherWhereTheApplicationMirrors() throws Exception {
    seconds = 0.05;
    makeShop("dual-write");
    try (KilledRun run = new KilledRun(directory, "shop")) {
      run.start();
      run.await("routes are served", () -> Files.exists(run.routes()));
      try (ShopMirrors _ = new ShopMirrors("shop", run.routes(), databases)) {
        run.kill();
        killEverywhere(run, () -> {});
      }
    }
  }

  /// @param then once it has been killed in each step of the plan
  private void killEverywhere(KilledRun run, Story then) throws Exception {
    underLoad(() -> {
      killInEachStepOfThePlan(run);
      then.happens();
      killInEachPartOfASwitch(run, Side.TARGET);
      killInEachPartOfASwitch(run, Side.SOURCE);
      run.start();
      switchTo(Side.TARGET, run);
    });
    assertThat(run.answer(control -> control.verify(false)).clean()).isTrue();
    everyPromisedRowIsThereOnce(Side.SOURCE);
    everyPromisedRowIsThereOnce(Side.TARGET);
    for (String table : List.of("customers", "orders")) {
      assertThat(dump(Side.TARGET, table)).isEqualTo(dump(Side.SOURCE, table));
    }

    underLoad(() -> killInCleanup(run));
    everyPromisedRowIsThereOnce(Side.TARGET);
    nothingOfOursIsLeft();
    assertThat(killed).as("kills that came in time: %s", killed).hasSizeGreaterThan(10);
  }

  private void killInEachStepOfThePlan(KilledRun run) throws Exception {
    for (StepName step :
        List.of(
            StepName.PREPARE,
            StepName.BACKFILL,
            StepName.CATCH_UP,
            StepName.FINISH,
            StepName.VERIFY,
            StepName.SHIFT_READS)) {
      run.start();
      if (run.log().contains("StepFinished[step=" + step)) {
        continue; // the last kill came late; what it left is gone on with all the same
      }
      if (step == StepName.BACKFILL) {
        run.await("some rows are there", this::someRowsAreCopied);
      }
      String last = run.killAfter("StepStarted[step=" + step + "]", aMoment());
      note(step.name(), last, run.log().contains("StepFinished[step=" + step));
    }
  }

  /// Nobody has moved, wherever it is killed.
  private void killInEachPartOfARehearsal(KilledRun run) throws Exception {
    for (String part : List.of("RehearsalStarted[", "held=true", "SwitchDecided[")) {
      run.start();
      assertThat(run.awaitReady().traffic().authoritative()).isEqualTo(Side.SOURCE);
      CompletableFuture<Void> verb = run.ask(Control::rehearse);
      String last = run.killAfter(part, part.equals("SwitchDecided[") ? 0 : aMoment());
      verb.get(30, TimeUnit.SECONDS);
      note(part + " of a rehearsal", last, last.contains("StepFinished["));
    }
    run.start();
    Status after = run.awaitReady();
    assertThat(after.traffic().authoritative()).isEqualTo(Side.SOURCE);
    assertThat(after.traffic().route().held()).isFalse();
    run.kill();
  }

  /// A switch that is killed before its decision is taken back, so the next run begins it anew; the
  /// last kill comes after the decision, and the traffic has moved.
  private void killInEachPartOfASwitch(KilledRun run, Side to) throws Exception {
    for (String part : List.of("SwitchStarted[", "held=true", "SwitchDecided[")) {
      run.start();
      Status status = run.awaitReady();
      assertThat(status.where().step() == null || status.outlook().lastError() != null)
          .as("nothing is under way any more: %s", status)
          .isTrue();
      if (status.traffic().authoritative() == to) {
        run.kill();
        continue;
      }
      CompletableFuture<Void> verb = run.ask(control -> move(control, to));
      String last = run.killAfter(part, part.equals("SwitchDecided[") ? 0 : aMoment());
      verb.get(30, TimeUnit.SECONDS);
      note(part + " to " + to, last, last.contains("StepFinished["));
    }
  }

  private void switchTo(Side to, KilledRun run) {
    if (run.awaitReady().traffic().authoritative() != to) {
      assertThat(run.answer(control -> move(control, to)).decision()).isEqualTo(Decision.FLIP);
    }
  }

  private static Control.SwitchReport move(Control control, Side to) {
    return to == Side.TARGET ? control.cutover() : control.rollback(false);
  }

  private void killInCleanup(KilledRun run) throws Exception {
    CompletableFuture<Void> verb = run.ask(Control::cleanup);
    String last = run.killAfter("StepStarted[step=CLEANUP]", 0);
    verb.get(30, TimeUnit.SECONDS);
    note("CLEANUP", last, last.contains("MigrationEnded["));
    for (int i = 0; i < 2; i++) {
      CrossfadeProcess again = run.start();
      assertThat(again.exitCode()).as("%s", again.err()).isZero();
      assertThat(again.out()).contains("CLEANED");
    }
  }

  private void note(String where, String last, boolean tooLate) {
    if (!tooLate) {
      killed.add(where + ": " + last);
    }
  }

  private long aMoment() {
    return random.nextLong(30);
  }

  private boolean someRowsAreCopied() throws SQLException {
    return databases
            .one(Side.TARGET, "SELECT count(*) FROM pg_tables WHERE tablename = 'customers'")
            .equals("1")
        && Integer.parseInt(databases.one(Side.TARGET, "SELECT count(*) FROM customers")) > 500;
  }

  private interface Story {
    void happens() throws Exception;
  }

  private void underLoad(Story story) throws Exception {
    try (StubbornWriter first = writer(CUSTOMER);
        StubbornWriter second = writer(ORDER)) {
      story.happens();
      first.close();
      second.close();
      assertThat(first.acknowledged()).hasSizeGreaterThan(10);
      assertThat(second.acknowledged()).hasSizeGreaterThan(10);
      customers.addAll(first.acknowledged());
      orders.addAll(second.acknowledged());
    }
  }

  private StubbornWriter writer(String sql) {
    String paced = sql.formatted(seconds);
    return new StubbornWriter(databases, random.nextLong(), paced, paced).start();
  }

  private void makeShop(String strategy) throws Exception {
    databases.sql(
        Side.SOURCE,
        """
        CREATE TABLE customers (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
          name text NOT NULL UNIQUE, visits int NOT NULL)\
        """,
        """
        CREATE TABLE orders (id serial PRIMARY KEY, customer bigint NOT NULL REFERENCES customers,
          note text NOT NULL)\
        """,
        "INSERT INTO customers (name, visits) SELECT 'seed' || n, 0 FROM generate_series(1, 3000) n",
        "INSERT INTO orders (customer, note) SELECT 1 + n % 100, 'seed' || n FROM generate_series(1, 3000) n",
        "ANALYZE");
    Files.writeString(
        directory.resolve("shop.yaml"), databases.manifestText("shop", REST.formatted(strategy)));
  }

  private List<String> dump(Side side, String table) throws SQLException {
    return databases.column(side, "SELECT t::text FROM " + table + " t ORDER BY t.id");
  }

  private void everyPromisedRowIsThereOnce(Side side) throws SQLException {
    String notSeed = " !~ '^seed' ORDER BY 1";
    assertAllOnce(
        customers, databases.column(side, "SELECT name FROM customers WHERE name" + notSeed));
    assertAllOnce(orders, databases.column(side, "SELECT note FROM orders WHERE note" + notSeed));
    assertThat(databases.one(side, "SELECT count(*) FROM orders WHERE note ~ '^seed'"))
        .isEqualTo("3000");
  }

  private static void assertAllOnce(Set<String> promised, List<String> there) {
    assertThat(there).doesNotHaveDuplicates();
    Set<String> missing = new HashSet<>(promised);
    missing.removeAll(new HashSet<>(there));
    assertThat(missing).isEmpty();
  }

  private void nothingOfOursIsLeft() throws SQLException {
    String ours =
        """
        SELECT slot_name FROM pg_replication_slots WHERE database = current_database()
        UNION ALL SELECT pubname FROM pg_publication
        UNION ALL SELECT nspname FROM pg_namespace WHERE nspname = 'crossfade'
        UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
        """;
    assertThat(databases.column(Side.TARGET, ours)).isEmpty();
    // the source stays fenced on purpose, one trigger on each table
    assertThat(databases.column(Side.SOURCE, ours))
        .hasSizeBetween(2, 5)
        .allMatch(name -> name.contains("crossfade"));
    assertThat(
            databases.column(
                Side.SOURCE,
                "SELECT slot_name FROM pg_replication_slots WHERE database = current_database()"))
        .isEmpty();
  }
}

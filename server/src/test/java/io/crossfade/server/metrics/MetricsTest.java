package io.crossfade.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.crossfade.engine.MigrationState;
import io.crossfade.engine.Phase;
import io.crossfade.engine.RecordedStatus;
import io.crossfade.engine.Status;
import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.FakeControl;
import io.crossfade.server.hosting.KnownStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  private static final String HOSTILE = "a\"}\n<script>\\";

  @TempDir Path directory;

  private final FakeMigrations migrations = new FakeMigrations();
  private Store store;
  private Metrics metrics;

  @BeforeEach
  void open() {
    store = Store.open(directory, InstantSource.system());
    metrics = new Metrics(migrations, new KnownStates(store.events()));
  }

  @AfterEach
  void close() {
    metrics.close();
    store.close();
  }

  @Test
  void aStatusIsToldInNumbers() {
    migrations.statuses.put("shop", new FakeControl("shop").status());
    assertThat(scrape().samples())
        .containsEntry("crossfade_store_available", 1.0)
        .containsEntry("crossfade_migrations{phase=\"prepared\"}", 1.0)
        .containsEntry("crossfade_migration_phase{migration=\"shop\",phase=\"prepared\"}", 1.0)
        .containsEntry("crossfade_migration_step{migration=\"shop\",step=\"backfill\"}", 1.0)
        .containsEntry("crossfade_copied_rows_per_second{migration=\"shop\"}", 2.5)
        .containsEntry("crossfade_routers{migration=\"shop\"}", 3.0)
        .containsEntry("crossfade_paused{migration=\"shop\"}", 1.0)
        .containsEntry("crossfade_calendar_closed{migration=\"shop\"}", 1.0)
        .containsEntry("crossfade_error{migration=\"shop\"}", 0.0)
        .containsEntry("crossfade_rollback_ready{migration=\"shop\"}", 0.0)
        .doesNotContainKey("crossfade_lag_seconds{migration=\"shop\"}")
        .containsKey("jvm_threads_live_threads");
  }

  @Test
  void whatIsNotCarriedOnHereSaysOnlyWhatIsRecorded() {
    Status stopped =
        RecordedStatus.of(MigrationState.initial("shop"), null)
            .stoppedFor(new CrossfadeException(ErrorCode.DRIFT_FOUND, "password=secret"));
    migrations.statuses.put("shop", stopped);
    assertThat(scrape().samples())
        .containsEntry("crossfade_migration_carried{migration=\"shop\"}", 0.0)
        .containsEntry("crossfade_error{migration=\"shop\"}", 1.0)
        .containsEntry("crossfade_error_code{code=\"DRIFT_FOUND\",migration=\"shop\"}", 1.0)
        .doesNotContainKey("crossfade_routers{migration=\"shop\"}");
    assertThat(metrics.scrape("text/plain")).doesNotContain("secret");
  }

  @Test
  void oneThatHasEndedOnlyCounts() {
    Status status = new FakeControl("old").status();
    migrations.statuses.put(
        "old",
        new Status(
            new Status.Where("old", Phase.CLEANED, null, false),
            status.copy(),
            status.follow(),
            status.compare(),
            status.traffic(),
            status.gating(),
            status.outlook()));
    Exposition told = scrape();
    assertThat(told.samples()).containsEntry("crossfade_migrations{phase=\"cleaned\"}", 1.0);
    assertThat(told.samples().keySet()).noneMatch(name -> name.contains("old"));
  }

  @Test
  void whatIsCarriedOnIsToldWhileTheStoreIsAway() {
    migrations.statuses.put("shop", new FakeControl("shop").status());
    var _ = scrape();
    migrations.storeAway = true;
    assertThat(scrape().samples())
        .containsEntry("crossfade_store_available", 0.0)
        .containsEntry("crossfade_routers{migration=\"shop\"}", 3.0);
  }

  @Test
  void prometheusItselfTakesEveryName() throws Exception {
    migrations.statuses.put(HOSTILE, new FakeControl(HOSTILE).status());
    metrics.answered("GET", "/migrations/{migration}/status", 200, Duration.ofMillis(3));
    assertThat(scrape().samples())
        .containsEntry(
            "crossfade_http_requests_seconds_count{method=\"GET\",route=\"/migrations/{migration}/status\",status=\"200\"}",
            1.0)
        .containsKey("crossfade_routers{migration=\"a\\\"}\\n<script>\\\\\"}");
    Optional<Path> promtool = promtool();
    assumeThat(promtool).as("promtool is in the path").isPresent();
    Path text = Files.writeString(directory.resolve("metrics"), metrics.scrape("text/plain"));
    Process check =
        new ProcessBuilder(promtool.get().toString(), "check", "metrics")
            .redirectInput(text.toFile())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(check.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(check.waitFor()).as(said).isZero();
  }

  @Test
  void everyNameOfOursIsExplained() throws IOException {
    migrations.statuses.put("shop", new FakeControl("shop").status());
    String page = Files.readString(Path.of("../docs/metrics.md"));
    TreeSet<String> names = new TreeSet<>(scrape().names());
    Stream.concat(Measure.RECORDED.stream(), Measure.CARRIED.stream())
        .forEach(measure -> names.add(measure.name()));
    assertThat(names)
        .filteredOn(name -> name.startsWith("crossfade_"))
        .hasSizeGreaterThan(30)
        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  private Exposition scrape() {
    return new Exposition(metrics.scrape("text/plain"));
  }

  static Optional<Path> promtool() {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, "promtool"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
